"""A force's identity provider on this machine: real HTTP, one person at a time."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class IdentityProvider:
    """Answers as OpenID Connect asks; `claims` is who signs in next, `asked` what the portal sent for the token.

    What it says otherwise than it should: `config` of itself, `told` in the ID token, `about` in the description of who
    signs in, and `key` and `algorithm` with which it signs.
    """

    def __init__(self):
        self.claims, self.asked = {}, []
        self.behave()
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                pages = {
                    "/.well-known/openid-configuration": provider.configuration,
                    "/userinfo": lambda: {**provider.claims, **provider.about},
                    "/keys": provider.keys,
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

    def behave(self):
        """From now on as it should."""
        self.config, self.told, self.about = {}, {}, {}
        self.key, self.algorithm, self.nonce = KEY, "RS256", ""

    def keys(self):
        """The public key it signs with."""
        key = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.config,
        }

    def id_token(self):
        claims = {**self.claims, "iss": self.url, "aud": "portal", "iat": time.time(), "exp": time.time() + 60}
        claims |= {"nonce": self.nonce, **self.told}
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": "one"})

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
