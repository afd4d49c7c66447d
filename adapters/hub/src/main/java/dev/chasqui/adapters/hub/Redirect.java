package dev.chasqui.adapters.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The rule for the target of a redirect. */
final class Redirect {
    private Redirect() {}

    /**
     * Returns the next address.
     *
     * @param from the address that redirects
     * @param location the target; may be relative
     * @throws HubException if the target is missing or not valid, or leads from https to http
     */
    static URI next(URI from, Optional<String> location) throws HubException {
        URI next;
        try {
            next = from.resolve(new URI(location.orElse("")));
        } catch (URISyntaxException e) {
            throw wrong(from, "an address that is none");
        }
        if (location.isEmpty() || !HubEndpoint.isWeb(next) || next.getRawUserInfo() != null) {
            throw wrong(from, "an address that is none");
        }
        if ("https".equalsIgnoreCase(from.getScheme())
                && !"https".equalsIgnoreCase(next.getScheme())) {
            throw wrong(from, "http, where anybody on the way could read and change the answer");
        }
        return next;
    }

    private static HubException wrong(URI from, String what) {
        return new HubException(
                HubException.Reason.INVALID_ANSWER,
                from.getHost()
                        + ": redirects to "
                        + what
                        + " (expected: an https address; does HF_ENDPOINT name a hub?)");
    }
}
