"""Signing in: a service-account key made on first start, the token endpoint, and bearer tokens.

Sign-in always uses the real clock, whatever time the simulation has: Google's client libraries do too.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import time
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from flask import Blueprint, Request, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.dispatch import Actor
from sandbox.errors import GoogleError
from sandbox.settings import Settings
from sandbox.state import World

SERVICE_ACCOUNT = "qms@sandbox.iam.gserviceaccount.com"
GOOGLE_AUDIENCES = (
    "https://oauth2.googleapis.com/token",
    "https://www.googleapis.com/oauth2/v4/token",
    "https://accounts.google.com/o/oauth2/token",
)
LIFETIME = 3600
_SKEW = 300
_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"

blueprint = Blueprint("oauth", __name__)


class SignInError(Exception):
    """The token endpoint refuses; `error` is OAuth's code, the message its description."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


def prepare_key(world: World, settings: Settings) -> Path:
    """Make the service account's key on first start; write the key file with the present token address."""
    account = world.get("service_account", SERVICE_ACCOUNT)
    if account is None:
        account = _new_account()
        world.put("service_account", SERVICE_ACCOUNT, account)
    path = settings.state_dir / "service-account.json"
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    document = _key_document(account, settings.base_url)
    fresh.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    fresh.replace(path)
    return path


def authenticate(incoming: Request, world: World, settings: Settings) -> Actor:
    """Return who acts by the request's bearer token. Raises 401 or 403 as Google does."""
    header = incoming.headers.get("Authorization", "")
    token = header[7:].strip() if header[:7].lower() == "bearer " else incoming.args.get("access_token", "")
    if not token:
        raise GoogleError(
            403,
            "Method doesn't allow unregistered callers (callers without established identity). "
            "Please use API Key or other form of API consumer identity to call this API.",
            status="PERMISSION_DENIED",
        )
    if token in settings.dev_tokens:
        return Actor(settings.dev_tokens[token], None, "dev")
    known = world.get("token", token)
    if known is None or known["expires"] < time.time():
        raise _invalid_token()
    return Actor(known["email"], frozenset(known["scopes"]) if known["scopes"] else None, known["client"])


@blueprint.post("/token")
def token() -> ResponseReturnValue:
    """OAuth 2 token endpoint: a signed JWT, or a dev token given as refresh token, buys a bearer token."""
    world: World = current_app.extensions["world"]
    settings: Settings = current_app.extensions["settings"]
    try:
        grant = request.form.get("grant_type", "")
        if grant == _JWT_GRANT:
            known = _by_jwt(world, settings, request.form.get("assertion", ""))
        elif grant == "refresh_token":
            known = _by_refresh(
                settings, request.form.get("refresh_token", ""), request.form.get("scope", "")
            )
        else:
            raise SignInError("unsupported_grant_type", f"Invalid grant_type: {grant}")
    except SignInError as error:
        return jsonify({"error": error.error, "error_description": str(error)}), 400
    bearer = "ya29." + secrets.token_urlsafe(48)
    world.put("token", bearer, known | {"expires": time.time() + LIFETIME})
    scopes = " ".join(known["scopes"])
    return jsonify(
        {"access_token": bearer, "expires_in": LIFETIME - 1, "token_type": "Bearer", "scope": scopes}
    )


def _by_jwt(world: World, settings: Settings, assertion: str) -> dict[str, Any]:
    claims, signed, signature = _split(assertion)
    account = world.get("service_account", str(claims.get("iss")))
    if account is None:
        raise SignInError("invalid_grant", "Invalid grant: account not found")
    _verify(account, signed, signature)
    now = time.time()
    if not now - LIFETIME - _SKEW < claims.get("iat", 0) < now + _SKEW or claims.get("exp", 0) < now - _SKEW:
        raise SignInError(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a "
            "reasonable timeframe. Check your iat and exp values in the JWT claim.",
        )
    if claims.get("aud") not in (*GOOGLE_AUDIENCES, f"{settings.base_url}/token"):
        raise SignInError("invalid_grant", "Invalid JWT: Failed audience check.")
    scopes = str(claims.get("scope", "")).split()
    if not scopes:
        raise SignInError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return {"email": claims.get("sub") or claims["iss"], "scopes": scopes, "client": claims["iss"]}


def _by_refresh(settings: Settings, refresh: str, scope: str) -> dict[str, Any]:
    if refresh not in settings.dev_tokens:
        raise SignInError("invalid_grant", "Bad Request")
    return {"email": settings.dev_tokens[refresh], "scopes": scope.split(), "client": "consent"}


def _split(assertion: str) -> tuple[dict[str, Any], bytes, bytes]:
    try:
        header, payload, signature = assertion.split(".")
        if json.loads(_decode(header)).get("alg") != "RS256":
            raise SignInError("invalid_grant", "Invalid JWT Signature.")
        return json.loads(_decode(payload)), f"{header}.{payload}".encode(), _decode(signature)
    except (ValueError, binascii.Error, AttributeError):
        raise SignInError("invalid_grant", "Invalid JWT: the assertion cannot be read.") from None


def _verify(account: dict[str, Any], signed: bytes, signature: bytes) -> None:
    key = serialization.load_pem_public_key(account["public_key"].encode())
    assert isinstance(key, rsa.RSAPublicKey)
    try:
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise SignInError("invalid_grant", "Invalid JWT Signature.") from None


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _new_account() -> dict[str, Any]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"private_key": private.decode(), "public_key": public.decode(), "key_id": secrets.token_hex(20)}


def _key_document(account: dict[str, Any], base_url: str) -> dict[str, str]:
    return {
        "type": "service_account",
        "project_id": "sandbox",
        "private_key_id": account["key_id"],
        "private_key": account["private_key"],
        "client_email": SERVICE_ACCOUNT,
        "client_id": "100000000000000000001",
        "auth_uri": f"{base_url}/o/oauth2/auth",
        "token_uri": f"{base_url}/token",
        "universe_domain": "googleapis.com",
    }


def _invalid_token() -> GoogleError:
    return GoogleError(
        401,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
        "other valid authentication credential. "
        "See https://developers.google.com/identity/sign-in/web/devconsole-project.",
        status="UNAUTHENTICATED",
        reason="authError",
        headers={"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'},
    )
