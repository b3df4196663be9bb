"""``python -m mitoyen`` is the command ``mitoyen``."""

from mitoyen.commands.main import main

if __name__ == "__main__":
    main()
