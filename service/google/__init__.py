"""The only code that knows Google's APIs: sign-in, retry, sheets, drive, forms. Connects late."""
