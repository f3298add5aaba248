directory-none-yet = There are no units yet. Run motcua serve once: it brings them in.
directory-none-found = No unit fits.
directory-active = exists
directory-not-active = does not exist today
directory-unknown = No unit has the code { $code }. See the codes of units with: motcua unit list
