package dev.chasqui.adapters.http.connection;

import java.util.regex.Pattern;

/** The form of a host with an optional port, as in a {@code Host} header or a request target. */
final class Authority {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::[0-9]{0,5})?");

    private Authority() {}

    static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }
}
