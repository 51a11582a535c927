package org.plenary.infra.local.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

class SignInsTest {
    private static final RegisteredClient CLIENT = RegisteredClient.withId("client")
            .clientId("client")
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .build();

    @Test
    void beyond_the_limit_the_oldest_sign_in_is_forgotten() {
        SignIns signIns = new SignIns(2);

        signIns.save(authorization("first", AuthorizationGrantType.AUTHORIZATION_CODE));
        signIns.save(authorization("second", AuthorizationGrantType.AUTHORIZATION_CODE));
        signIns.save(authorization("second", AuthorizationGrantType.AUTHORIZATION_CODE));
        signIns.save(authorization("third", AuthorizationGrantType.AUTHORIZATION_CODE));

        assertThat(signIns.findById("first")).isNull();
        assertThat(signIns.findById("second")).isNotNull();
        assertThat(signIns.findById("third")).isNotNull();
    }

    @Test
    void what_a_service_was_given_is_not_kept() {
        SignIns signIns = new SignIns(2);

        signIns.save(authorization("service", AuthorizationGrantType.CLIENT_CREDENTIALS));

        assertThat(signIns.findById("service")).isNull();
    }

    private static OAuth2Authorization authorization(String id, AuthorizationGrantType grant) {
        return OAuth2Authorization.withRegisteredClient(CLIENT)
                .id(id)
                .principalName("au.head")
                .authorizationGrantType(grant)
                .build();
    }
}
