package org.plenary.kernel.http;

import java.util.Set;
import org.plenary.kernel.http.Contract.Operation;

/**
 * Whose acts need a sign-in with two factors. The token says how its person signed in; which roles must have done so by
 * two factors is the service's setting, empty where none must.
 *
 * @param roles the roles whose holders do not act by a password alone
 */
public record SecondFactor(Set<String> roles) {
    /** The method of a one-time code, as RFC 8176 names it. */
    static final String OTP = "otp";

    /** Takes the roles as they are now. */
    public SecondFactor {
        roles = Set.copyOf(roles);
    }

    /** The roles that do not act by the current request. */
    public Set<String> withheld(Operation operation) {
        // An objection in time counts more than how its sender signed in: what runs against a deadline is taken.
        boolean taken = operation.deadline() && !operation.binding();
        return taken || Sender.methods().contains(OTP) ? Set.of() : roles;
    }
}
