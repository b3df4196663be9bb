"""Pages of sharing: thin; each reads the actor, asks a query or an action, and renders its page.

=================  ==================================================================================
``catalogue``      what is free and near, what is not and why; ``needs`` keeps what nothing met
``thing``          a thing: when it is free, why not, its price, booking it (``panel``, ``booking_form``,
                   ``calendars``, ``conditions``, ``prices``, ``seats``)
``bookings``       those of an organisation; ``booking``: one of them; ``deeds``: what is done to it
``exchange``       hand-over and return (``exchange_form``)
``claims``         damage: told, then settled
``planning``       a fortnight, the same in a list, what waits
``things``         what we share, in a list
``keeping``        what a thing is (``thing_form``), what goes with it (``keeping_forms``), its prices
                   (``tariff_form``); ``keeping_units`` its copies, ``keeping_places`` our depots (``place_form``);
                   ``keeping_page``: what these share; ``labels``, ``importing``, ``sharing_keys``
``papers``         what a booking gives to take away
=================  ==================================================================================
"""
