package org.plenary.infra.local.signin;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Passwords, with a limit to how often they may be wrong. */
final class ThrottledPasswords implements AuthenticationProvider {
    private final AuthenticationProvider passwords;
    private final Throttle throttle;

    ThrottledPasswords(AuthenticationProvider passwords, Throttle throttle) {
        this.passwords = passwords;
        this.throttle = throttle;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication typed) {
        String address = typed.getDetails() instanceof WebAuthenticationDetails from ? from.getRemoteAddress() : "";
        Throttle.Attempt attempt = throttle.password(typed.getName(), address);
        Authentication who = passwords.authenticate(typed);
        attempt.succeeded();
        return who;
    }

    @Override
    public boolean supports(Class<?> kind) {
        return passwords.supports(kind);
    }
}
