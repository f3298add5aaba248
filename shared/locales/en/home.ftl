home-title = What do you need to get done?
home-search = Search
home-search-label = Search procedures
home-search-hint = For example: đăng ký kết hôn
home-common = Often used:
home-common-1 = Đăng ký kết hôn
home-common-2 = Tặng giấy khen
home-common-3 = Tập thể lao động tiên tiến
home-file-title = File online
home-file-hint = Find a procedure, see which papers it needs and how long it takes, and file from home.
home-vault-title = Document vault
home-vault-hint = Digitally signed papers, filed again without another upload.
home-dossiers-title = Filed dossiers
home-dossiers-hint = Where they were sent and how many days they take.
home-how = File from home in three steps
home-how-1 = Find the procedure
home-how-1-hint = See who may file, which papers are needed, how long it takes and what it costs, before signing in.
home-how-2 = Take papers from the vault
home-how-2-hint = Digitally signed papers in the vault are attached where they fit; no photo or upload again.
home-how-3 = Check and file
home-how-3-hint = See everything on one page, file, and get a dossier code and a receipt.
home-life = What is happening in your life?
home-life-count = { $count ->
    [one] 1 procedure
   *[other] { $count } procedures
}
home-wait = Waiting for you
home-wait-asked = { $count ->
    [one] { $count } dossier waits for papers from you
   *[other] { $count } dossiers wait for papers from you
}
home-wait-unpaid = { $count ->
    [one] { $count } dossier waits for its fee
   *[other] { $count } dossiers wait for their fee
}
home-wait-unread = { $count ->
    [one] { $count } unread message from an office
   *[other] { $count } unread messages from offices
}
home-wait-drafts = { $count ->
    [one] { $count } dossier you have begun
   *[other] { $count } dossiers you have begun
}
home-wait-nothing = Nothing waits for you: nothing to pay, no papers asked for, no dossier left unfinished.
