package org.plenary.portal;

import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A browser in two words, such as Firefox and Linux, to know one's own sessions by; empty where it does not say what it
 * is. Nothing is decided by it: anyone can send any name.
 */
record Agent(String browser, String system) {
    /** Some send others' names besides their own, so the order decides. */
    private static final SequencedMap<String, String> BROWSERS = ordered(
            "edg",
            "Edge",
            "opr/",
            "Opera",
            "samsungbrowser/",
            "Samsung Internet",
            "firefox/",
            "Firefox",
            "fxios/",
            "Firefox",
            "crios/",
            "Chrome",
            "chrome/",
            "Chrome",
            "chromium/",
            "Chrome",
            "safari/",
            "Safari");

    private static final SequencedMap<String, String> SYSTEMS = ordered(
            "iphone",
            "iOS",
            "ipad",
            "iPadOS",
            "android",
            "Android",
            "windows",
            "Windows",
            "cros",
            "ChromeOS",
            "mac os",
            "macOS",
            "linux",
            "Linux");

    private static final int LENGTH_MAX = 500;

    /** From the header of that name. */
    static Agent of(@Nullable String userAgent) {
        String told = userAgent == null ? "" : userAgent.toLowerCase(Locale.ROOT);
        String looked = told.substring(0, Math.min(told.length(), LENGTH_MAX));
        return new Agent(first(BROWSERS, looked), first(SYSTEMS, looked));
    }

    private static String first(SequencedMap<String, String> names, String told) {
        return names.entrySet().stream()
                .filter(e -> told.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private static SequencedMap<String, String> ordered(String... signsAndNames) {
        SequencedMap<String, String> names = new java.util.LinkedHashMap<>();
        for (int i = 0; i < signsAndNames.length; i += 2) {
            names.put(signsAndNames[i], signsAndNames[i + 1]);
        }
        return names;
    }
}
