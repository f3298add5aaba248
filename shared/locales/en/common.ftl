common-portal-name = Một Cửa
common-portal-tagline = Provincial public services
