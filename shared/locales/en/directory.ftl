directory-none-yet = There are no units yet. Run motcua serve once: it brings them in.
directory-none-found = No unit fits.
directory-active = exists
directory-not-active = does not exist today
directory-unknown = No unit has the code { $code }. See the codes of units with: motcua unit list

directory-title = Administrative units and agencies
directory-lead = Province and commune since 1 July 2025; districts are kept for older data. Only units that work with this portal receive dossiers and have officers.
directory-back = Tree of units
directory-top = The highest units
directory-way = Place in the tree
directory-search = Find a unit
directory-search-hint = Name or code; marks on letters do not matter; looks through the whole tree
directory-only-portal = Only units that work with this portal
directory-only-portal-hint = They receive dossiers and have officers.
directory-with-ended = Those that ended as well
directory-none-hint = Try a shorter word, or choose “Those that ended as well”.
directory-count = { $count ->
    [one] 1 unit
   *[other] { $count } units
}
directory-below = { $count ->
    [one] 1 unit below
   *[other] { $count } units below
}
directory-below-label = See the units below { $name }
directory-below-name = Below
directory-at-portal = works with this portal
directory-not-at-portal = does not work with this portal
directory-at-portal-name = At this portal
directory-ended-on = until { $day }
directory-import = Import a file
directory-add = Add a unit
directory-added = “{ $name }” was added.
directory-change = Change the unit
directory-change-hint = Dossiers and papers stay with this unit.
directory-code = Code of the unit
directory-code-hint = Such as H21.101; it never changes, because codes of dossiers hold it.
directory-name = Name of the unit
directory-name-hint = In full, such as: Ủy ban nhân dân xã Tuy Phước
directory-level = Level
directory-parent = Unit above
directory-parent-hint = Type a name or code, then search
directory-parent-look = Find the unit above
directory-parent-chosen = Chosen:
directory-parent-none = None
directory-parent-missing = None chosen: this is one of the highest units.
directory-valid-from = Exists since
directory-valid-to = Ends on
directory-valid-to-hint = The first day on which it is no more. For example: 01/07/2026
directory-at-portal-label = Works with this portal
directory-at-portal-hint = It receives dossiers by the level of the procedure, and officers belong to it.
directory-save = Save
directory-saved = Saved.
directory-end = End the unit
directory-end-title = End { $name }?
directory-end-hint = From this day on the unit takes no new applications. Open applications, questions and unanswered reports go to the unit that gets them, or to the unit above where there is none.
directory-end-done = The end was written down.
directory-resume = Take the end back
directory-resumed = The unit goes on.
directory-successors = Taken over by
directory-successors-hint = Codes of the units that take over, with commas between. For example: H21.101, H21.102
directory-heir = Unit that gets open applications
directory-heir-hint = The code of one of the units above. Needed only where there are several.
directory-predecessors = Took over from
directory-import-title = Import units
directory-import-lead = The portal first only reads the file and says what it finds of each unit. Units of a national list do not work with this portal until you say so. Importing the same file again changes nothing.
directory-import-hint = The national JSON list of provinces and communes, or a file in the form of this portal, up to 8 MB
