package dev.chasqui.application.exchange;

import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.util.List;

/** The most tokens of an answer by the body of a request that is not interpreted. Has no state. */
final class AnswerBound {
    /** The paths on models' servers whose answers are written by a model. */
    private static final List<String> WRITING =
            List.of("/completion", "/completions", "/infill", "/messages", "/responses");

    private static final List<String> MEMBERS =
            List.of("n_predict", "max_tokens", "max_completion_tokens", "max_output_tokens");

    /** The greatest bound, more than any model writes; clients may send any number. */
    private static final long MOST = 1_000_000_000;

    private static final long USUAL = ContextFit.USUAL_ANSWER;

    private AnswerBound() {}

    /**
     * Returns the most tokens that a call's answer may have; a usual number if it sets no bound,
     * and 0 if its answer is not written by a model.
     *
     * @param path the path on the server, with its query
     */
    static long of(String path, RequestContent body) {
        return isWritten(path) ? of(body) : 0;
    }

    /**
     * Returns true if the answer at a path is written by a model.
     *
     * @param path the path on the server, with its query
     */
    static boolean isWritten(String path) {
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        return WRITING.stream().anyMatch(plain::endsWith);
    }

    /** Returns the bound that a JSON body sets; a usual number if there is none. */
    static long of(RequestContent body) {
        return body instanceof RequestContent.Bytes(byte[] bytes) ? of(bytes) : USUAL;
    }

    private static long of(byte[] body) {
        try {
            if (JsonReader.read(body) instanceof Json.Obj object) {
                for (String name : MEMBERS) {
                    if (object.get(name).orElse(Json.Null.NULL) instanceof Json.Num bound
                            && bound.doubleValue() > 0) {
                        return (long) Math.min(bound.doubleValue(), MOST);
                    }
                }
            }
        } catch (FailureException e) {
            // The backend says what is wrong with the body.
        }
        return USUAL;
    }
}
