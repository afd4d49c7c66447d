package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.json.Json;

import java.util.List;

/** The part of a store in the answer to one request of the Responses API. */
public interface ResponseKeeper {
    /** The keeper of a response that nothing keeps. */
    ResponseKeeper NONE =
            new ResponseKeeper() {
                @Override
                public Json.Obj members() {
                    return Json.Obj.EMPTY.with("store", Json.of(false));
                }

                @Override
                public void keep(Json.Obj response, List<Json.Obj> input) {
                    // The client has the only copy.
                }
            };

    /**
     * Returns the members of the response object that only the store knows, such as {@code store},
     * {@code previous_response_id} and {@code conversation}; an {@code id} among them is that of
     * the response, else a new one is made.
     */
    Json.Obj members();

    /**
     * Takes the response before its client gets the end of it, whether it is completed, incomplete
     * or failed. Called at most once for a response.
     *
     * @param response the whole object
     * @param input the items of the request, each with an id; not the earlier ones
     * @throws dev.chasqui.domain.failure.FailureException if it cannot be kept; the client then
     *     receives this failure instead
     */
    void keep(Json.Obj response, List<Json.Obj> input);
}
