package dev.chasqui.adapters.config.routing;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.KeyFile;
import dev.chasqui.adapters.config.rules.LoopbackHost;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The configuration of the push of the backends' health. */
public record PushConfig(
        @Key(
                        help =
                                "The address to which a report is posted. Redirects are not"
                                        + " followed.",
                        unset = "nothing is pushed",
                        rule = TextRules.Url.class)
                Optional<URI> url,
        @Key(
                        help =
                                "The time from one report to the next if no state changes. A"
                                        + " changed state is pushed within some seconds.",
                        fallback = "1m",
                        least = "1s",
                        most = "1d")
                Duration every,
        @Key(
                        help =
                                "The environment variable that holds the key to send as"
                                        + " `Authorization: Bearer KEY`. The server does not start"
                                        + " if the variable is not set.",
                        unset = "none is sent",
                        rule = TextRules.Variable.class)
                Optional<String> keyEnv,
        @Key(
                        help =
                                "The file whose first line is the key; it is read at each report."
                                        + " Give this or `keyEnv`, not both. The server does not"
                                        + " start if the file cannot be read.",
                        unset = "as `keyEnv`",
                        rule = TextRules.FilePath.class)
                Optional<Path> keyFile) {

    /**
     * Returns the key, read now; empty if none is to be sent.
     *
     * @param environment the variables of the environment by name
     * @throws FailureException with {@code Invalid} if its file cannot be read now, or holds no key
     */
    public Optional<String> key(Map<String, String> environment) {
        return keyEnv.map(variable -> environment.getOrDefault(variable, "").strip())
                .or(() -> keyFile.map(PushConfig::read));
    }

    private static String read(Path file) {
        return KeyFile.readable(file)
                .filter(PushConfig::isKey)
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.Invalid(
                                                "routing.push.keyFile",
                                                "routing.push.keyFile: "
                                                        + file
                                                        + " cannot be read, or holds no key"
                                                        + " (expected: a file whose first line is"
                                                        + " the key)")));
    }

    private static boolean isKey(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Reports mistakes that span several keys. No message shows the key. */
    public void check(Section section) {
        boolean hasKey = keyEnv.isPresent() || keyFile.isPresent();
        if (hasKey && url.isEmpty() && !section.has("url")) {
            section.problem("url", "missing, though there is a key for it (expected: an address)");
        }
        if (keyEnv.isPresent() && keyFile.isPresent()) {
            section.problem("keyFile", "given beside keyEnv (expected: one of the two)");
        }
        keyEnv.filter(
                        variable ->
                                section.secret(variable)
                                        .map(String::strip)
                                        .filter(PushConfig::isKey)
                                        .isEmpty())
                .ifPresent(
                        _ ->
                                section.problem(
                                        "keyEnv",
                                        "no such variable is set, or it holds no key (expected: the"
                                                + " name of one that holds the key alone)"));
        keyFile.filter(file -> KeyFile.readable(file).filter(PushConfig::isKey).isEmpty())
                .ifPresent(
                        _ ->
                                section.problem(
                                        "keyFile",
                                        "cannot be read, or holds no key (expected: a file whose"
                                                + " first line is the key)"));
        if (hasKey && url.filter(PushConfig::isOpenToReaders).isPresent()) {
            section.warning(
                    "url", "is not https, so others on the way can read the key that is sent");
        }
    }

    private static boolean isOpenToReaders(URI url) {
        return !"https".equalsIgnoreCase(url.getScheme()) && !LoopbackHost.is(url.getHost());
    }
}
