"""Addresses of signing in and of the second factor, under the names that django-allauth looks for.

Its own list is not included: here, sign-up and the reset of passwords by e-mail do not exist.
"""

from django.urls import path

from accounts.views import sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.code, name="mfa_authenticate"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("inactive/", sign_in.inactive, name="account_inactive"),
    path("you/", sign_in.your_account, name="mfa_index"),
    path("you/password/", sign_in.change_password, name="account_change_password"),
    path("you/again/password/", sign_in.password_again, name="account_reauthenticate"),
    path("you/again/code/", sign_in.code_again, name="mfa_reauthenticate"),
    path("you/app/", sign_in.Enrol.as_view(), name="mfa_activate_totp"),
    path("you/app/picture.svg", sign_in.totp_picture, name="mfa_totp_picture"),
    path("you/recovery-codes/", sign_in.see_recovery_codes, name="mfa_view_recovery_codes"),
    path("you/recovery-codes/new/", sign_in.MakeRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("you/recovery-codes/download/", sign_in.download_recovery_codes, name="mfa_download_recovery_codes"),
]
