package org.plenary.membership;

import java.util.Map;
import org.plenary.kernel.test.http.AccessMatrix;
import org.plenary.kernel.test.http.FuzzSuite;
import org.plenary.kernel.test.http.ServiceSuite;
import org.springframework.context.ApplicationContext;

@ServiceSuite.Of(application = MembershipApplication.class, service = "membership")
class MembershipFuzzTest extends FuzzSuite {
    @Override
    protected Map<String, AccessMatrix.Special> special(ApplicationContext context) {
        Existing invitation = existing("invitations");
        return OfNoStream.all(context, existing("forums").id(), invitation.id(), invitation.state());
    }
}
