package org.plenary.infra.local.signin;

/** Secrets come from files; an empty file must stop the start, not become a secret that anyone knows. */
final class Secrets {
    private Secrets() {}

    static String notBlank(String setting, String secret) {
        if (secret.isBlank()) {
            throw new IllegalStateException(setting + " is empty; remove its file from the data directory");
        }
        return secret;
    }
}
