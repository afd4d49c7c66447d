package dev.chasqui.adapters.upstream.client;

import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key of a backend in all the spellings in which it may stand in the backend's errors, where
 * {@code ***} replaces it. Some servers repeat the headers of a request that they refuse.
 * Immutable.
 *
 * <p>The key is recognised plain, with characters escaped as in JSON or in an address, and in
 * base64. One that is shorter than a secret, such as {@code none}, may be an ordinary word: it is
 * replaced only after {@code Bearer}.
 */
public final class HiddenKey {
    private static final int SHORTEST_SECRET = 8;

    /** The pattern of {@code Bearer} and of the one to three characters between it and the key. */
    private static final String AFTER_BEARER = "((?i:bearer)(?:[\\s+:=]|%20|\\\\u0020){1,3})";

    /** The length in bytes of the longest spelling of one character, with an escaped backslash. */
    private static final int LONGEST_CHARACTER = 9;

    private static final int LONGEST_BEARER = 6 + 3 * 6;

    /** The end of a message that was shortened. */
    private static final String CUT = "…";

    private static final HiddenKey NONE = new HiddenKey("", null, 0);

    private final String secret;
    private final @Nullable Pattern pattern;
    private final int longest;

    private HiddenKey(String secret, @Nullable Pattern pattern, int longest) {
        this.secret = secret;
        this.pattern = pattern;
        this.longest = longest;
    }

    /** Returns the pattern of a key; one that recognises nothing if there is no key. */
    public static HiddenKey of(Optional<ServerKey> key) {
        return key.map(ServerKey::secret).map(HiddenKey::of).orElse(NONE);
    }

    private static HiddenKey of(String secret) {
        StringBuilder spelled = new StringBuilder();
        secret.chars().forEach(c -> spelled.append(character((char) c)));
        List<String> forms = new ArrayList<>();
        forms.add(AFTER_BEARER + spelled);
        if (secret.length() >= SHORTEST_SECRET) {
            forms.add(spelled.toString());
            for (int before = 0; before < 3; before++) {
                forms.add(base64(secret, before));
            }
        }
        return new HiddenKey(
                secret,
                Pattern.compile(String.join("|", forms)),
                LONGEST_BEARER + LONGEST_CHARACTER * secret.length());
    }

    /** Returns a pattern of all spellings of one character. */
    private static String character(char c) {
        String hex = "(?i:%02x)".formatted((int) c);
        String plain = Pattern.quote(Character.toString(c));
        String escaped = Character.isLetterOrDigit(c) ? plain : "\\\\{0,4}" + plain;
        return "(?:" + escaped + "|\\\\{1,4}u00" + hex + "|%(?:25)?" + hex + ")";
    }

    /**
     * Returns the pattern of that part of the key's base64 which does not depend on its neighbours.
     *
     * @param before the number of bytes in front of the key, modulo 3
     */
    private static String base64(String secret, int before) {
        byte[] text = (" ".repeat(before) + secret).getBytes(StandardCharsets.US_ASCII);
        String all = Base64.getEncoder().withoutPadding().encodeToString(text);
        int from = (8 * before + 5) / 6;
        int to = 8 * text.length / 6;
        return Pattern.quote(all.substring(from, to))
                .replace("+", "\\E[+-]\\Q")
                .replace("/", "\\E(?:\\\\{0,4}/|_)\\Q");
    }

    /** Returns true if there is a key. */
    public boolean isPresent() {
        return pattern != null;
    }

    /**
     * Returns the length in bytes of the beginning of a text that can be redacted now: no key that
     * begins in it reaches beyond it, whatever follows.
     */
    int safeLength(byte[] text) {
        int safe = Math.max(0, text.length - longest + 1);
        if (pattern != null) {
            Matcher found = pattern.matcher(new String(text, StandardCharsets.ISO_8859_1));
            while (found.find() && found.start() < safe) {
                safe = Math.max(safe, found.end());
            }
        }
        return safe;
    }

    /** Returns the text without the key. */
    public String redact(String text) {
        if (pattern == null) {
            return text;
        }
        String hidden = pattern.matcher(text).replaceAll("$1***");
        return hidden.endsWith(CUT) ? withoutBeginning(hidden) : hidden;
    }

    /** Replaces the beginning of the key at the end of a message that was shortened within it. */
    private String withoutBeginning(String cut) {
        int end = cut.length() - CUT.length();
        for (int length = secret.length() - 1; length >= SHORTEST_SECRET / 2; length--) {
            if (cut.startsWith(secret.substring(0, length), end - length)) {
                return cut.substring(0, end - length) + "***" + CUT;
            }
        }
        return cut;
    }

    /**
     * Returns the text, in any encoding that extends ASCII, without the key; the same array if it
     * does not hold the key.
     */
    public byte[] redact(byte[] text) {
        if (pattern == null) {
            return text;
        }
        String plain = new String(text, StandardCharsets.ISO_8859_1);
        String hidden = redact(plain);
        return hidden.equals(plain) ? text : hidden.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Optional<String> redact(Optional<String> text) {
        return text.map(this::redact);
    }

    /**
     * Returns the failure without the key in the backend's words; the same object if they do not
     * hold the key.
     */
    public FailureException redact(FailureException thrown) {
        Failure hidden =
                switch (thrown.failure()) {
                    case Failure.BackendRefused refused ->
                            new Failure.BackendRefused(
                                    refused.backend(),
                                    refused.status(),
                                    redact(refused.message()),
                                    redact(refused.type()),
                                    redact(refused.param()),
                                    redact(refused.backendCode()),
                                    refused.retryAfter(),
                                    refused.onlyHere());
                    case Failure.BackendFailed failed ->
                            new Failure.BackendFailed(
                                    failed.backend(), redact(failed.why()), redact(failed.said()));
                    case Failure.BackendBroke broke ->
                            new Failure.BackendBroke(
                                    broke.backend(), redact(broke.why()), redact(broke.said()));
                    case Failure other -> other;
                };
        return hidden.equals(thrown.failure())
                ? thrown
                : new FailureException(hidden, thrown.getCause());
    }
}
