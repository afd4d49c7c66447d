package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.OpenAiErrorStyle;
import dev.chasqui.domain.failure.BudgetExceeded;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.RateLimited;
import dev.chasqui.domain.json.Json;

/** A writer of failures: as the answer, as an event and as a member of a response. Stateless. */
final class ResponseErrors {
    /** The form of errors that end a request. */
    static final OpenAiErrorStyle STYLE = new OpenAiErrorStyle("input");

    private ResponseErrors() {}

    /** Returns the member {@code error} of a response; strict clients know only some codes. */
    static Json.Obj of(Failure failure) {
        String code =
                switch (failure) {
                    case Failure.ContextExceeded _ -> failure.code();
                    case BudgetExceeded _ -> "insufficient_quota";
                    case RateLimited _, Failure.Overloaded _ -> "rate_limit_exceeded";
                    case Failure.Invalid _ -> "invalid_prompt";
                    default -> "server_error";
                };
        return Json.Obj.EMPTY
                .with("code", Json.of(code))
                .with("message", Json.of(failure.message()));
    }

    /**
     * Returns the members of the event {@code error}: OpenAI has them in the event itself, Open
     * Responses in an object, by which OpenAI's SDKs recognise an error as well.
     */
    static Json.Obj event(Failure failure) {
        Json.Obj error = STYLE.envelope(failure).object("error");
        return error.without("type").with("error", error);
    }
}
