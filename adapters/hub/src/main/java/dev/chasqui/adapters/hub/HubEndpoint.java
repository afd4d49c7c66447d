package dev.chasqui.adapters.hub;

import dev.chasqui.domain.model.HubModel;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * The base address of the hub, from which all others are built.
 *
 * @param base an http or https address, without a slash at its end, user info, query or fragment
 */
public record HubEndpoint(URI base) {
    private static final int HIGHEST_PORT = 65_535;

    public static final HubEndpoint DEFAULT = parse("https://huggingface.co");

    /**
     * @throws IllegalArgumentException if the address has another form
     */
    public HubEndpoint {
        if (!isWeb(base)
                || base.getRawUserInfo() != null
                || base.getRawQuery() != null
                || base.getRawFragment() != null
                || base.getRawPath().endsWith("/")) {
            throw wrong(Objects.requireNonNullElse(base.getHost(), "..."));
        }
    }

    /**
     * Parses the address of a hub or a mirror of it, with or without a slash at its end.
     *
     * @throws IllegalArgumentException if the text is no such address
     */
    public static HubEndpoint parse(String text) {
        try {
            return new HubEndpoint(new URI(text.strip().replaceFirst("/+$", "")));
        } catch (URISyntaxException e) {
            throw wrong(text.replaceFirst("//[^/@]*@", "//...@"));
        }
    }

    private static IllegalArgumentException wrong(String shown) {
        return new IllegalArgumentException(
                "HF_ENDPOINT: " + shown + " (expected: https://HOST or http://HOST:PORT)");
    }

    static boolean isWeb(URI uri) {
        return uri.getHost() != null
                && uri.getPort() != 0
                && uri.getPort() <= HIGHEST_PORT
                && ("https".equalsIgnoreCase(uri.getScheme())
                        || "http".equalsIgnoreCase(uri.getScheme()));
    }

    /** Returns true if an address is on this server, the only one that may receive the token. */
    boolean isOnThisServer(URI uri) {
        return isWeb(uri) && origin(uri).equals(origin(base));
    }

    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** Returns the page on which a model is described and its licence can be accepted. */
    URI page(HubModel model) {
        return at("/" + model.repository());
    }

    /** Returns the address of the branches of a repository and their revisions. */
    URI branches(HubModel model) {
        return at("/api/models/" + model.repository() + "/refs");
    }

    /** Returns the address of the list of files of a revision. */
    URI files(HubModel model, String revision) {
        return at("/api/models/" + model.repository() + "/tree/" + revision + "?recursive=true");
    }

    /** Returns the address of one file of a revision. */
    URI file(HubModel model, String revision, String path) {
        return at("/" + model.repository() + "/resolve/" + revision + "/" + encoded(path));
    }

    /** Returns the address of a search for repositories with GGUF files by name. */
    URI search(String name) {
        return at("/api/models?filter=gguf&limit=20&search=" + encodedQuery(name));
    }

    private URI at(String rest) {
        return URI.create(base + rest);
    }

    private static String encodedQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String path) {
        return encodedQuery(path).replace("%2F", "/").replace("+", "%20");
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
