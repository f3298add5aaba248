common-portal-name = Một Cửa
common-portal-tagline = Dịch vụ công tỉnh
common-not-given = Chưa có
common-morning-hours = 7:30–11:30
common-afternoon-hours = 13:30–17:00
common-yes = Có
common-no = Không
common-lang-tag = vi
