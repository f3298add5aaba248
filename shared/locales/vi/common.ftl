common-portal-name = Một Cửa
common-portal-tagline = Dịch vụ công tỉnh
