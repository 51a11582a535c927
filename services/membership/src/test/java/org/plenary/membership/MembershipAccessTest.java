package org.plenary.membership;

import java.util.Map;
import java.util.Set;
import org.plenary.kernel.test.http.AccessMatrix;
import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;
import org.springframework.context.ApplicationContext;

@ServiceSuite.Of(application = MembershipApplication.class, service = "membership")
class MembershipAccessTest extends AccessSuite {
    @Override
    protected Map<String, AccessMatrix.Special> special(ApplicationContext context) {
        Existing invitation = existing("invitations");
        return OfNoStream.all(context, existing("forums").id(), invitation.id(), invitation.state());
    }

    @Override
    protected Set<String> asWideAsTheyGo() {
        return Set.of(
                // Of another party's, focal points and heads are told nothing whatever the row says: its audience is
                // the
                // party.
                "ReadFile,FOCAL_POINT,own,*,ALLOW -> ReadFile,FOCAL_POINT,any,*,ALLOW",
                "ReadFile,HEAD,own,*,ALLOW -> ReadFile,HEAD,any,*,ALLOW",
                "ReadInvitation,FOCAL_POINT,own,*,ALLOW -> ReadInvitation,FOCAL_POINT,any,*,ALLOW",
                "ReadPerson,FOCAL_POINT,own,*,ALLOW -> ReadPerson,FOCAL_POINT,any,*,ALLOW",
                // A refusal of what is hidden is told as absence.
                "ConfirmRole,FOCAL_POINT,own,*,FORBIDDEN -> ConfirmRole,FOCAL_POINT,any,*,FORBIDDEN");
    }

    /** The contract's example is for one state of one thing; where nothing here is that, the rule named says no. */
    @Override
    protected Map<String, String> unreached() {
        return Map.ofEntries(
                Map.entry("FoundForum", "the register of the example does not agree with itself"),
                Map.entry("ProposeRuleCard", "its key is held by units that nobody here is of"),
                Map.entry("ProposeBodyChange", "its key is held by units that nobody here is of"),
                Map.entry("ProposeSigningKey", "its key is held by units that nobody here is of"),
                Map.entry("ProposeLogOrigin", "the conference here has no keyholders, so that nobody could consent"),
                Map.entry("ConsentToForumChange", "the example names a proposal that no forum here has"),
                Map.entry("WithdrawForumChange", "the example names a proposal that no forum here has"),
                Map.entry("EnterParty", "the party of the example was entered already, or its turn was not drawn"),
                Map.entry("ImportRegister", "the import of the example was previewed for another register"),
                Map.entry("ConfirmRole", "the example names a role that nobody here was proposed for"),
                Map.entry("EndRole", "the example names a role that nobody here holds"),
                Map.entry("AcceptInvitation", "the invitations of the corpus have run out"),
                Map.entry("NominateDelegate", "the meeting of the example is not known here"),
                Map.entry("AcceptDelegate", "the meetings of the pending nominations are over"),
                Map.entry("RefuseDelegate", "the meetings of the pending nominations are over"),
                Map.entry("ReceiveCredentials", "the meetings of the accepted delegates are over or not known here"),
                Map.entry("ReceiveAssurance", "the meetings of the accepted delegates are over or not known here"),
                Map.entry("ResubmitNomination", "the meetings of the returned nominations are over"),
                Map.entry("ReplaceDelegate", "the meetings of the accreditations are over or not known here"),
                Map.entry("CompileCredentialsReport", "the meeting of the example is not known here"),
                Map.entry("AdoptCredentialsReport", "its key is held by units that nobody here is of"),
                Map.entry("DrawLot", "the meeting of the example is not known here"));
    }
}
