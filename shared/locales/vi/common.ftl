common-portal-name = Một Cửa
common-portal-tagline = Dịch vụ công tỉnh
common-not-given = Chưa có
common-yes = Có
common-no = Không
common-lang-tag = vi
