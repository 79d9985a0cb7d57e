"""What Alertmanager's API v2 says. https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml"""
