common-portal-name = Một Cửa
common-portal-tagline = Provincial public services
common-not-given = None
common-yes = Yes
common-no = No
common-lang-tag = en
