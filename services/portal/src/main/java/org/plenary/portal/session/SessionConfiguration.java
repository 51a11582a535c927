package org.plenary.portal.session;

import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** Puts the portal's own sessions in the place of the server's, under a cookie that only this host and https can set. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
public class SessionConfiguration {
    /** The browser's name for a session. */
    public static final String COOKIE = "__Host-plenary";

    @Bean(destroyMethod = "close")
    SessionStore sessionStore(@Value("${plenary.mongodb-uri}") String uri, InstantSource clock) {
        return new SessionStore(uri, clock);
    }

    @Bean
    PersonsSessionsStore personsSessions(SessionStore sessions, InstantSource clock) {
        return new PersonsSessionsStore(sessions, clock);
    }

    @Bean
    CookieSerializer cookie() {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(COOKIE);
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setUseSecureCookie(true);
        cookie.setSameSite("Lax");
        return cookie;
    }

    /** Before everything that asks for a session, on the way to an error page and back from an open stream too. */
    @Bean
    FilterRegistrationBean<SessionRepositoryFilter<?>> sessionFilter(SessionRepositoryFilter<?> filter) {
        FilterRegistrationBean<SessionRepositoryFilter<?>> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return registration;
    }
}
