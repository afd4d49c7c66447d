package dev.chasqui.adapters.remote;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpClient;
import java.util.Locale;
import java.util.Optional;

/**
 * The agent of one exchange whose work a service does. It sends the request to the service, which
 * answers with an edit of it, or with a reply.
 */
record RemoteAgent(
        RemoteService service,
        RemoteArguments arguments,
        HttpClient http,
        RequestEdit edits,
        OpenChains chains)
        implements Agent {

    @Override
    public ChatReply handle(ChatRequest request, Chain chain) {
        Exchange exchange = chain.exchange();
        Json.Obj shown = edits.shown(request);
        OpenChain open = chains.open(request, shown, chain);
        var ofExchange = exchange.cancellation().onCancel(open::close);
        Runnable end =
                () -> {
                    ofExchange.close();
                    open.close();
                };
        boolean handedOn = false;
        ServiceAnswer answer = null;
        try {
            byte[] body = body(exchange, shown, open).toBytes();
            answer = ServiceAnswer.ask(http, service, body, open, exchange.cancellation());
            Json.Obj first = first(answer, exchange);
            Optional<Json.Obj> edit = ReplyLines.object(first, ReplyLines.REQUEST);
            if (edit.isPresent()) {
                ChatRequest edited = edited(request, shown, edit.get());
                answer.close();
                end.run();
                return chain.proceed(edited);
            }
            RemoteReply reply = new RemoteReply(service.name(), answer, open, end, first);
            handedOn = true;
            return reply;
        } catch (ServiceException | IllegalArgumentException e) {
            throw open.failure().orElseGet(() -> failed(e));
        } finally {
            if (!handedOn) {
                if (answer != null) {
                    answer.close();
                }
                end.run();
            }
        }
    }

    private Json.Obj body(Exchange exchange, Json.Obj shown, OpenChain open) {
        Caller caller = exchange.caller();
        return Json.Obj.EMPTY
                .with("id", Json.of(exchange.id()))
                .with(
                        "caller",
                        Json.Obj.EMPTY
                                .with("name", Json.of(caller.name()))
                                .with(
                                        "role",
                                        Json.of(caller.role().name().toLowerCase(Locale.ROOT))))
                .with(
                        "command",
                        Json.Obj.EMPTY
                                .with("name", Json.of(service.name()))
                                .with("arguments", arguments.toJson()))
                .with(ReplyLines.REQUEST, shown)
                .with("chain", open.toJson());
    }

    /** Returns the first object that is more than progress, which is shown at once. */
    private Json.Obj first(ServiceAnswer answer, Exchange exchange) {
        while (true) {
            Json.@Nullable Obj object = answer.next();
            if (object == null) {
                throw new ServiceException("its answer ended before it said anything");
            }
            RemoteReply.requireNoError(service.name(), object);
            boolean onlyProgress =
                    object.members().size() == 1 && object.get(ReplyLines.PROGRESS).isPresent();
            if (!onlyProgress) {
                return object;
            }
            for (ReplyEvent event : ReplyLines.read(object)) {
                if (event instanceof ReplyEvent.Progress(String text)) {
                    exchange.progress(text);
                }
            }
        }
    }

    private ChatRequest edited(ChatRequest request, Json.Obj shown, Json.Obj edit) {
        try {
            return edits.apply(request, shown, edit);
        } catch (FailureException e) {
            throw new ServiceException("its edit is wrong: " + e.failure().message());
        }
    }

    private FailureException failed(RuntimeException why) {
        return new FailureException(
                new Failure.AgentFailed(service.name(), String.valueOf(why.getMessage())));
    }
}
