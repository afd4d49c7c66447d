package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.request.PartlyRead;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.KeepAlive;

import java.util.List;

/**
 * The parts of a request that its response needs. The request goes to every backend in its decoded
 * form, so its bytes are not kept.
 *
 * @param echo the members of the response object that repeat the request
 * @param input the items of the request, each with an id
 * @param tools the names of the tools
 * @param summarised true if the client wants the reasoning as a summary
 * @param sealed true if the client wants to send the reasoning back
 * @param logprobs true if the client wants the log probabilities
 * @param keepAlive the time that the model shall stay in memory
 * @param unread the names of the members that are ignored
 */
record ResponsesSource(
        Json.Obj echo,
        List<Json.Obj> input,
        ToolNames tools,
        boolean summarised,
        boolean sealed,
        boolean logprobs,
        KeepAlive keepAlive,
        List<String> unread)
        implements PartlyRead {
    /** Copies the lists. */
    ResponsesSource {
        input = List.copyOf(input);
        unread = List.copyOf(unread);
    }

    @Override
    public Dialect dialect() {
        return Dialect.RESPONSES;
    }
}
