package org.plenary.infra.local.signin;

import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page to sign in on. It says plainly that these users are for demonstration and where their password is. */
@RestController
class SignInPage {
    @GetMapping("/login")
    ResponseEntity<String> page(
            CsrfToken csrf, @RequestParam(required = false) @org.jspecify.annotations.Nullable String error) {
        String options = DemonstrationUsers.subjects().stream()
                .map(s -> "<option value=\"%s\">%s</option>"
                        .formatted(HtmlUtils.htmlEscape(s), HtmlUtils.htmlEscape(DemonstrationUsers.name(s), "UTF-8")))
                .collect(Collectors.joining());
        return Page.of("Sign in", """
                %s
                <p class="note">These are demonstration users of this machine, not real people. Their password stands in
                the file <code>demo-password</code> in the data directory (by default <code>.plenary/</code>). Co-chairs,
                heads of delegation, the secretariat and guests are then asked for a code.</p>
                <form method="post" action="/idp/login">%s
                <label for="username">User</label>
                <p class="hint" id="who">Choose from the list, or type a party's or an office's name.</p>
                <input id="username" name="username" list="users" autocomplete="username" autocapitalize="none"
                spellcheck="false" aria-describedby="who" required maxlength="80">
                <datalist id="users">%s</datalist>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required
                maxlength="200"><button>Sign in</button></form>""".formatted(
                        error == null ? "" : "<p class=\"error\" role=\"alert\">User or password is not right.</p>",
                        Page.hidden(csrf),
                        options));
    }
}
