scan-title = Photograph / scan papers
scan-lead = Take or choose a picture of each page. They are straightened on your own device and become one PDF.
scan-goal = For the component:
scan-back = Back to the dossier
scan-camera = Take a picture
scan-choose = Choose pictures
scan-takes = JPEG, PNG, WebP or HEIC (pictures of an iPhone). Best in good light, straight from above, with all four edges in sight. At most { $most } pages.
scan-reading = Reading the picture…
scan-reading-heic = Reading the HEIC picture { $name }… This may take some seconds.
scan-skip = Leave this picture out
scan-skipped = The picture { $name } was left out.
scan-none = No page yet
scan-none-hint = Press “Take a picture” on a phone, or “Choose pictures” for those you have.
scan-pages = Pages
scan-page = Page { $number }
scan-picture = Page { $number } as it will be in the PDF
scan-crop = Set the corners
scan-turn = Turn right
scan-up = Up
scan-down = Down
scan-remove = Remove
scan-of-page = page { $number }
scan-added = Page { $number } was added.
scan-moved = The page is number { $place } now.
scan-removed = The page was removed.
scan-turned = The page was turned.
scan-crop-title = Corners of page { $number }
scan-crop-hint = Drag the four dots to the corners of the paper. With the keyboard: Tab chooses a corner, the arrow keys move it.
scan-corner-top-left = Top left corner
scan-corner-top-right = Top right corner
scan-corner-bottom-right = Bottom right corner
scan-corner-bottom-left = Bottom left corner
scan-corner-at = { $corner }: { $x } % from the left, { $y } % from the top
scan-numbers = Type the corners as numbers
scan-from-left = From the left (%)
scan-from-top = From the top (%)
scan-whole = Take the whole picture
scan-done = Done
scan-make = Make the PDF and attach it
scan-save = Make the PDF and download it
scan-making = Making page { $page } of { $pages }…
scan-sending = Sending: { $percent } %
scan-saved = The PDF is on your device.
scan-saved-hint = Nobody has signed this file. To put it into the vault, sign it, or ask for a certified copy and bring the paper. When you file a dossier, components that need no signature take it as it is.
scan-failed = Not attached yet
scan-first = Take or choose at least one picture.
scan-leave = Pictures that are not attached yet are lost when you leave this page. Leave it all the same?
scan-refused = The picture { $name } was not taken
scan-unknown = This file is no JPEG, PNG, WebP or HEIC picture. Choose another one.
scan-too-large = The picture has { $width } × { $height } dots, more than the 64 million that this page can work on. Take it again at a lower resolution.
scan-heic = This browser cannot read this HEIC picture. On an iPhone, go to Settings › Camera › Formats, choose “Most Compatible” and take the picture again; or open this page in Safari.
scan-heic-not-loaded = The part that reads HEIC pictures did not arrive. Check your connection, then choose this picture again.
scan-damaged = This picture cannot be read. Take it again or choose another one.
scan-too-many = A file has at most { $most } pages. Make the file of those that are here first.
scan-file-name = Scanned papers
scan-gone = The dossier or component was not found
scan-gone-hint = It may have been filed, or the component needs a digitally signed file. You can still make the PDF and download it.
scan-left = { $count ->
    [one] You have 1 photographed page that is not finished
   *[other] You have { $count } photographed pages that are not finished
}
scan-left-hint = The pages are still on this device, sealed. You can go on with them, or drop them and begin anew.
scan-go-on = Go on
scan-drop = { $count ->
    [one] Drop this page
   *[other] Drop these { $count } pages
}
scan-let-go = { $count ->
    [one] Dropped 1 unfinished page.
   *[other] Dropped { $count } unfinished pages.
}
scan-went-on = { $count ->
    [one] Opened 1 page again.
   *[other] Opened { $count } pages again.
}
scan-left-shut = Unfinished photographs are on this device but could not be opened
scan-kept = The pages are kept on this device, sealed, for at most { $days } days after the last change: they are still here when you reload or come back. Signing out deletes them.
scan-in-memory = This device could not keep these pages
scan-in-memory-hint = Its storage may be full, the connection may be lost, or the browser may not allow it. You can go on, but finish before you close or reload this page.
scan-signed-out = You signed out in another tab
scan-signed-out-hint = The photographs on this device were deleted, and from here on this page keeps nothing. What is left is in this tab alone: to use it, sign in again in another tab, then come back here and finish. Closing or reloading this tab loses it.
scan-unopened = The photograph of this page could not be opened
scan-unopened-hint = It is still there and was not deleted. Try again; if that does not help, remove this page and take the picture anew.
scan-lost = The photograph of this page is no longer on this device
scan-lost-hint = Remove this page and take the picture anew.
scan-opened = The photograph of this page was opened.
scan-still-broken = The photograph of this page still could not be opened.
scan-some-broken = Some photographs could not be opened.
scan-not-made = The PDF was not made
scan-not-made-hint = The photograph is missing on page { $pages }, so no file was made. Try again there, or remove the page if the file does not need it, then press again.
scan-beyond = { $count ->
    [one] 1 unfinished page was not taken in
   *[other] { $count } unfinished pages were not taken in
}
scan-beyond-hint = A file has at most { $most } pages. Those pages are still on this device: finish this file, then open this page again.
