package dev.chasqui.adapters.remote;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.Optional;

/** The calls of tools in a whole reply, joined from their pieces. */
final class ToolCalls {
    private static final String ARGUMENTS = "arguments";
    private static final String FUNCTION = "function";

    private ToolCalls() {}

    /** Returns the first piece of a call as a call. */
    static Json.Obj of(ReplyEvent.ToolCallDelta call) {
        return Json.Obj.EMPTY
                .with("index", Json.of(call.index()))
                .with("id", Json.of(call.id()))
                .with(
                        FUNCTION,
                        Json.Obj.EMPTY
                                .with("name", Json.of(call.name()))
                                .with(ARGUMENTS, Json.of(call.arguments())));
    }

    /** Returns a call with the arguments of its next piece added. */
    static Json.Obj joined(Json.Obj call, Json.Obj next) {
        Json.Obj function = call.object(FUNCTION);
        String more = next.object(FUNCTION).text(ARGUMENTS).orElse("");
        return call.with(
                FUNCTION,
                function.with(ARGUMENTS, Json.of(function.text(ARGUMENTS).orElse("") + more)));
    }

    /**
     * Checks that a reply which is kept in memory is not too long.
     *
     * @throws FailureException with {@code Invalid} if it is
     */
    static void requireRoom(int length, int most) {
        if (length > most) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "the reply is longer than a whole one may be; ask for a stream"));
        }
    }
}
