"""A force's identity provider on this machine: real HTTP, one person at a time."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import jwt


class IdentityProvider:
    """Answers as OpenID Connect asks; `claims` is who signs in next, `asked` what the portal sent for the token."""

    def __init__(self):
        self.claims, self.asked = {}, []
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                pages = {
                    "/.well-known/openid-configuration": provider.configuration,
                    "/userinfo": lambda: provider.claims,
                }
                self.answer(pages[self.path.partition("?")[0]]())

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked.append({name: values[0] for name, values in parse_qs(body).items()})
                self.answer({"access_token": "a", "token_type": "Bearer", "id_token": provider.id_token()})

            def answer(self, value):
                body = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def id_token(self):
        claims = {**self.claims, "iss": self.url, "aud": "portal", "iat": time.time(), "exp": time.time() + 60}
        return jwt.encode(claims, "x" * 32, algorithm="HS256")

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
