package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.model.Zone;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a server: the part of its URLs before {@code /v1/…} and {@code /api/…}. Immutable.
 *
 * <p>A server may have some of its paths elsewhere: {@code /v1/chat/completions} is {@code
 * /v1beta/openai/chat/completions} at Google's address.
 *
 * @param tls true for https
 * @param host a name or an address; an IPv6 address without its brackets
 * @param port the TCP port
 * @param path the part between the port and {@code /v1}, without a slash at its end; mostly empty
 * @param versioned true if the path holds a version and was written without {@code /v1} behind it
 * @param elsewhere the server's own paths by the usual ones; one that ends with a slash stands for
 *     all paths that begin with it
 */
public record BaseUrl(
        boolean tls,
        String host,
        int port,
        String path,
        boolean versioned,
        Map<String, String> elsewhere) {

    private static final String API = "/api";
    private static final String VERSION = "/v1/";

    /** A path with a version within it, such as {@code /v1beta/openai} or {@code /api/v4}. */
    private static final Pattern VERSIONED =
            Pattern.compile("(.*/)?v\\d{1,2}((alpha|beta)\\d*)?(/.*)?");

    /**
     * The accepted form of a URL. It has no user info, query or fragment: a secret in a URL would
     * end up in logs.
     */
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<scheme>(?i:https?))://(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._~-]+)"
                            + "(?::(?<port>\\d{1,5}))?(?<path>/[\\x21-\\x7e&&[^?#]]*)?");

    /**
     * Parses a URL as people write it: with or without {@code /v1}, with or without a slash at the
     * end.
     *
     * @throws IllegalArgumentException if it is not such a URL, or if its port is not between 1 and
     *     65535
     */
    public static BaseUrl parse(String url) {
        Matcher form = FORM.matcher(url.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "url: "
                            + url.replaceFirst("//[^/@]*@", "//...@")
                            + " (expected: http://HOST:PORT or https://HOST, and a path where the"
                            + " server has one)");
        }
        boolean tls = form.group("scheme").toLowerCase(Locale.ROOT).equals("https");
        String host = form.group("host");
        String path = form.group("path") == null ? "" : withoutSlashes(form.group("path"));
        String base = withoutSlashes(path.replaceFirst("/v1$", ""));
        return new BaseUrl(
                tls,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port(form.group("port"), tls),
                base,
                base.equals(path) && VERSIONED.matcher(path).matches(),
                Map.of());
    }

    private static String withoutSlashes(String path) {
        return path.replaceFirst("/+$", "");
    }

    /** Copies the map. */
    public BaseUrl {
        elsewhere = Map.copyOf(elsewhere);
    }

    /** Makes the address of a server that has all paths at their usual places. */
    public BaseUrl(boolean tls, String host, int port, String path) {
        this(tls, host, port, path, VERSIONED.matcher(path).matches(), Map.of());
    }

    /** Returns this address with the server's own paths by the usual ones. */
    public BaseUrl with(Map<String, String> paths) {
        return new BaseUrl(tls, host, port, path, versioned, paths);
    }

    /**
     * Returns this address for an API whose version people write as a part of the address: one that
     * holds a version and was not written with a final {@code /v1} gets none behind it.
     */
    public BaseUrl withOwnVersion() {
        if (!versioned || elsewhere.containsKey(VERSION)) {
            return this;
        }
        Map<String, String> paths = new HashMap<>(elsewhere);
        paths.put(VERSION, "/");
        return with(paths);
    }

    /**
     * Returns the path of a request on the wire.
     *
     * @param usual the usual path below the address, perhaps with a query
     */
    public String pathOf(String usual) {
        return elsewhere.isEmpty() ? path + usual : path + own(usual);
    }

    /** Returns the server's own path; the longest match holds. */
    private String own(String usual) {
        int query = usual.indexOf('?');
        String plain = query < 0 ? usual : usual.substring(0, query);
        String match = "";
        for (String each : elsewhere.keySet()) {
            boolean fits = each.endsWith("/") ? plain.startsWith(each) : plain.equals(each);
            if (fits && each.length() > match.length()) {
                match = each;
            }
        }
        return elsewhere.getOrDefault(match, "") + usual.substring(match.length());
    }

    /** Returns the address of a path, for messages. */
    public String at(String usual) {
        return origin() + pathOf(usual);
    }

    /**
     * Returns true if the path ends with {@code /api}: some people take that beginning of Ollama's
     * paths for a part of the address.
     */
    public boolean endsWithApi() {
        return path.endsWith(API);
    }

    /** Returns this address without a final {@code /api}. */
    public BaseUrl withoutApi() {
        return endsWithApi()
                ? new BaseUrl(
                        tls,
                        host,
                        port,
                        withoutSlashes(path.substring(0, path.length() - API.length())),
                        versioned,
                        elsewhere)
                : this;
    }

    /** Returns a text from which {@link #parse} makes this address. */
    public String written() {
        String text = toString();
        boolean ambiguous = !versioned && VERSIONED.matcher(path).matches();
        return ambiguous ? text + "/v1" : text;
    }

    private static int port(@Nullable String digits, boolean tls) {
        if (digits == null) {
            return tls ? 443 : 80;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("url: port " + port + " (expected: 1 to 65535)");
        }
        return port;
    }

    /** Returns the zone of a server at this address, for a config that does not name one. */
    public Zone zone() {
        return HostZone.of(host);
    }

    /** Returns the host and the port as the header {@code Host} has them. */
    public String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return origin() + path;
    }

    private String origin() {
        return (tls ? "https://" : "http://") + authority();
    }
}
