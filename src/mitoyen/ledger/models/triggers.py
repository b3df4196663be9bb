"""The rules of the book that the database itself keeps, beside ``append_only``; run by the first migration.

* the lines of an entry balance in the book of each organisation, and an entry that owes something has lines:
  checked at commit, since an entry and its lines are several statements;
* of a closed statement, only the accounting references may still be written;
* what is given back and kept of a deposit is never more than was held.
"""

BALANCE = """
CREATE FUNCTION ledger_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint := coalesce((to_jsonb(NEW) ->> 'entry_id')::bigint, NEW.id);
    owed bigint;
    books integer;
BEGIN
    SELECT amount_incl INTO owed FROM ledger_entry WHERE id = checked;
    SELECT count(*) INTO books FROM (
        SELECT 1 FROM ledger_line line JOIN ledger_account account ON account.id = line.account_id
        WHERE line.entry_id = checked GROUP BY account.organisation_id
        HAVING sum(line.debit) <> sum(line.credit)
    ) AS unbalanced;
    IF books > 0 OR (owed <> 0 AND NOT EXISTS (SELECT 1 FROM ledger_line WHERE entry_id = checked)) THEN
        RAISE EXCEPTION 'The lines of entry % do not balance.', checked
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_line_balances AFTER INSERT ON ledger_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_balance();
CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_balance();
"""
BALANCE_UNDONE = """
DROP TRIGGER ledger_entry_balances ON ledger_entry;
DROP TRIGGER ledger_line_balances ON ledger_line;
DROP FUNCTION ledger_check_balance();
"""

STATEMENT = """
CREATE FUNCTION ledger_keep_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'title_number' - 'engagement_number'
                          = to_jsonb(OLD) - 'title_number' - 'engagement_number' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Statement %-% is closed: only its accounting references may be written.', OLD.year, OLD.number
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_statement_is_kept BEFORE UPDATE OR DELETE ON ledger_statement
    FOR EACH ROW EXECUTE FUNCTION ledger_keep_statement();
"""
STATEMENT_UNDONE = """
DROP TRIGGER ledger_statement_is_kept ON ledger_statement;
DROP FUNCTION ledger_keep_statement();
"""

DEPOSIT = """
CREATE FUNCTION ledger_check_deposit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
    gone bigint;
BEGIN
    SELECT amount INTO held FROM ledger_deposit WHERE id = NEW.deposit_id FOR UPDATE;
    SELECT coalesce(sum(amount), 0) INTO gone FROM ledger_depositoutcome WHERE deposit_id = NEW.deposit_id;
    IF gone + NEW.amount > held THEN
        RAISE EXCEPTION 'Deposit % holds % cents, less than %.', NEW.deposit_id, held - gone, NEW.amount
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_deposit_not_exceeded';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_deposit_not_exceeded BEFORE INSERT ON ledger_depositoutcome
    FOR EACH ROW EXECUTE FUNCTION ledger_check_deposit();
"""
DEPOSIT_UNDONE = """
DROP TRIGGER ledger_deposit_not_exceeded ON ledger_depositoutcome;
DROP FUNCTION ledger_check_deposit();
"""
