package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.Surface;

import java.util.List;
import java.util.function.Predicate;

/**
 * The handler of a path of several dialects, whose requests only their bodies tell apart.
 *
 * @param claims the dialects that know their requests, in the order in which they are asked
 * @param otherwise answers all others
 * @param mostBody the most bytes of a body
 */
public record ByBodyEndpoint(List<Claim> claims, BodyEndpoint otherwise, int mostBody)
        implements BodyEndpoint {

    /**
     * A dialect that knows its requests by their bodies.
     *
     * @param of returns true for a body of this dialect
     * @param surface the form of its answers
     */
    public record Claim(Predicate<byte[]> of, Surface surface, BodyEndpoint endpoint) {}

    /** Copies the list. */
    public ByBodyEndpoint {
        claims = List.copyOf(claims);
    }

    @Override
    public void serve(Call call) {
        serve(call, call.body(mostBody));
    }

    @Override
    public void serve(Call call, byte[] body) {
        for (Claim claim : claims) {
            if (claim.of().test(body)) {
                call.answerFor(claim.surface());
                claim.endpoint().serve(call, body);
                return;
            }
        }
        otherwise.serve(call, body);
    }
}
