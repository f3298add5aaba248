common-portal-name = Một Cửa
common-portal-tagline = Provincial public services
common-not-given = None
common-morning-hours = 7:30–11:30
common-afternoon-hours = 13:30–17:00
common-yes = Yes
common-no = No
common-lang-tag = en
