package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.dialects.ResponseWishes;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.routes.BodyEndpoint;
import dev.chasqui.adapters.http.routes.ChatEndpoint;
import dev.chasqui.application.responses.Responses;

/**
 * The handler of requests for responses. It reads what they build on, and has the response kept
 * before its client gets the end of it.
 *
 * @param chat the handler of chats, which sends the answer
 * @param codec the codec of responses
 * @param responses what is kept
 * @param background begins the responses that run without their clients
 */
public record ResponseEndpoint(
        ChatEndpoint chat,
        ClientResponseCodec codec,
        Responses responses,
        BackgroundStart background)
        implements BodyEndpoint {

    @Override
    public void serve(Call call) {
        serve(call, call.body(chat.mostBody()));
    }

    @Override
    public void serve(Call call, byte[] sent) {
        byte[] body = Compactions.readable(sent);
        ResponseWishes wishes = codec.wishes(body);
        try (ResponsePlan plan =
                new ResponsePlan(
                        ResponseAsker.of(call),
                        responses,
                        wishes,
                        body.length,
                        chat.exchanges().mayShorten())) {
            BoundResponseCodec bound = new BoundResponseCodec(codec, plan);
            if (wishes.background()) {
                background.begin(call, body, bound);
            } else {
                new ChatEndpoint(
                                bound,
                                chat.exchanges(),
                                chat.sweeper(),
                                chat.timeouts(),
                                chat.mostBody(),
                                chat.listeners(),
                                chat.sessions())
                        .serve(call, body);
            }
        }
    }
}
