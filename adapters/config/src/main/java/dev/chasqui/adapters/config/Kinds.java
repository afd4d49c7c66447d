package dev.chasqui.adapters.config;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.network.IpNetwork;
import dev.chasqui.domain.size.ByteSize;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that the config has. */
final class Kinds {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");

    /** A host and perhaps a port. */
    private static final String AUTHORITY = "(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::\\d{1,5})?";

    static final Kind<Boolean> FLAG =
            new Kind<>(
                    "true or false",
                    json ->
                            json instanceof Json.Bool(boolean value)
                                    ? Optional.of(value)
                                    : Optional.empty(),
                    text ->
                            switch (text.toLowerCase(Locale.ROOT)) {
                                case "true" -> Optional.of(true);
                                case "false" -> Optional.of(false);
                                default -> Optional.empty();
                            },
                    text -> false);

    static final Kind<String> TEXT =
            Kind.ofText("a string that is not empty", Optional::of)
                    .where("a string that is not empty", text -> !text.isBlank());

    static final Kind<String> ANY_TEXT = Kind.ofText("a string", Optional::of);

    /** Names that appear in logs, metrics and headers. */
    static final Kind<String> NAME =
            matching("letters, digits, '.', '_' or '-', at most 64", "[A-Za-z0-9._-]{1,64}");

    static final Kind<String> HOST =
            matching("an address or a host name, such as 127.0.0.1 or ::1", "[A-Za-z0-9._:%-]+");

    /** A name as the header {@code Host} has it, but for the port. */
    static final Kind<String> CALLED_HOST =
            matching(
                    "a host name or address without a port, such as llm.example or [fd00::1]",
                    "(?i)[a-z0-9._-]+|\\[[0-9a-f:.]+]");

    /** An origin as browsers send it: without a path, and without the port that goes unsaid. */
    static final Kind<String> ORIGIN =
            matching(
                    "an origin as browsers send it, such as https://chat.example.com or"
                            + " http://10.0.0.5:3000: a scheme, a host, the port if it is not the"
                            + " usual one, nothing more",
                    "(?i)http://(?!.*:80$)"
                            + AUTHORITY
                            + "|https://(?!.*:443$)"
                            + AUTHORITY
                            + "|(?!https?:)[a-z][a-z0-9+.-]*://[^\\s/?#@*]*|null");

    static final Kind<String> SHA256 =
            matching("64 hexadecimal digits, as 'chasqui key' prints them", "[0-9a-fA-F]{64}")
                    .hiding(text -> true);

    /** The hash of a jar's bytes, which say who made it; the name of an agent does not. */
    static final Kind<String> SHA256_OF_JAR =
            matching(
                    "the SHA-256 of a jar, 64 hexadecimal digits, as 'sha256sum agent.jar' prints"
                            + " it; the name of an agent is not enough",
                    "[0-9a-fA-F]{64}");

    static final Kind<String> NETWORK =
            Kind.ofText(IpNetwork.EXPECTED, text -> IpNetwork.parse(text).map(network -> text));

    static final Kind<String> VARIABLE =
            matching("the name of an environment variable", "[A-Za-z_][A-Za-z0-9_]*")
                    .hiding(text -> true);

    static final Kind<Path> PATH = Kind.ofText("a path", Kinds::path);

    /** A password in a URL is one of the mistakes. */
    static final Kind<URI> URL =
            Kind.ofText("http:// or https://, a host, and no password, '?' or '#'", Kinds::url)
                    .hiding(text -> text.contains("@") || text.contains("?"));

    static final Kind<List<String>> TEXTS =
            new Kind<List<String>>(
                            "a list of strings",
                            json ->
                                    json instanceof Json.Arr(List<Json> items)
                                            ? texts(items)
                                            : Optional.empty(),
                            text ->
                                    Optional.of(
                                            Arrays.stream(text.split(","))
                                                    .map(String::strip)
                                                    .toList()),
                            text -> false)
                    .where(
                            "a list of strings that are not empty",
                            texts -> texts.stream().noneMatch(String::isBlank));

    /** What no program can be given. */
    private static final String NUL = "\0";

    /** A program and its arguments, or some of them. */
    static final Kind<List<String>> WORDS =
            TEXTS.where(
                    "a list of strings that are not empty and hold no character 0",
                    texts -> texts.stream().noneMatch(text -> text.contains(NUL)));

    static final Kind<String> PROGRAM =
            TEXT.where(
                    "the name of a program, or its path",
                    text -> !text.isBlank() && !text.contains(NUL));

    /** What a variable of an environment may hold; a secret, maybe. */
    static final Kind<String> VALUE_OF_VARIABLE =
            ANY_TEXT.where("a string without the character 0", text -> !text.contains(NUL))
                    .hiding(text -> true);

    /** An object whose members somebody else knows. */
    static final Kind<Json.Obj> OBJECT =
            new Kind<>(
                    "an object",
                    json ->
                            json instanceof Json.Obj object
                                    ? Optional.of(object)
                                    : Optional.empty(),
                    text -> Optional.empty(),
                    text -> true);

    private Kinds() {}

    static Kind<Integer> integer(int least, int most) {
        Function<String, Optional<Integer>> parse =
                text ->
                        WHOLE_NUMBER.matcher(text).matches()
                                ? Optional.of(Integer.parseInt(text))
                                : Optional.empty();
        return new Kind<>(
                        "",
                        json ->
                                json instanceof Json.Num(String literal)
                                        ? parse.apply(literal)
                                        : Optional.empty(),
                        parse,
                        text -> false)
                .where(
                        "a number from " + least + " to " + most,
                        number -> number >= least && number <= most);
    }

    static Kind<Duration> duration(Duration least, Duration most) {
        return new Kind<>(
                        "",
                        json ->
                                switch (json) {
                                    case Json.Str(String text) -> Durations.parse(text);
                                    case Json.Num(String literal) -> Durations.ofSeconds(literal);
                                    default -> Optional.empty();
                                },
                        text -> Durations.parse(text).or(() -> Durations.ofSeconds(text)),
                        text -> false)
                .where(
                        Durations.text(least)
                                + " to "
                                + Durations.text(most)
                                + ", such as \"10s\", \"500ms\" or \"1h30m\", or a number of"
                                + " seconds",
                        value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }

    static Kind<ByteSize> size(ByteSize least, ByteSize most) {
        return new Kind<>(
                        "",
                        json ->
                                switch (json) {
                                    case Json.Str(String text) -> ByteSize.parse(text);
                                    case Json.Num(String literal) -> ByteSize.parse(literal);
                                    default -> Optional.empty();
                                },
                        ByteSize::parse,
                        text -> false)
                .where(
                        least + " to " + most + ", such as \"32MiB\" or \"20GB\"",
                        size -> size.bytes() >= least.bytes() && size.bytes() <= most.bytes());
    }

    /** One of an enum's constants, written in small letters. */
    static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String expected =
                constants.stream()
                        .map(Kinds::written)
                        .collect(Collectors.joining(", ", "one of ", ""));
        return Kind.ofText(
                expected,
                text ->
                        constants.stream()
                                .filter(constant -> written(constant).equals(text))
                                .findFirst());
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static Kind<String> matching(String expected, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return TEXT.where(expected, text -> pattern.matcher(text).matches());
    }

    private static Optional<List<String>> texts(List<Json> items) {
        return items.stream().allMatch(Json.Str.class::isInstance)
                ? Optional.of(items.stream().map(item -> ((Json.Str) item).value()).toList())
                : Optional.empty();
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            boolean plain =
                    url.getUserInfo() == null
                            && url.getQuery() == null
                            && url.getFragment() == null;
            boolean http = "http".equalsIgnoreCase(url.getScheme());
            boolean https = "https".equalsIgnoreCase(url.getScheme());
            return plain && (http || https) && url.getHost() != null && url.getPort() <= 65_535
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
