package dev.chasqui.adapters.dialects.responses;

import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.adapters.dialects.ResponseHistory;
import dev.chasqui.adapters.dialects.ResponseKeeper;
import dev.chasqui.adapters.dialects.ResponseWishes;
import dev.chasqui.adapters.dialects.reply.JoinedPieces;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.ResponseStreamEncoder;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The operation {@code POST /v1/responses}. Stateless. */
public final class ResponsesCodec implements ClientResponseCodec {
    private final InstantSource clock;

    /**
     * @param clock the clock of the ends of responses
     */
    public ResponsesCodec(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ResponseWishes wishes(byte[] body) {
        return ResponsesReader.wishes(body);
    }

    @Override
    public Incoming.Chat decode(byte[] body) {
        return decode(body, _ -> Optional.empty());
    }

    @Override
    public Incoming.Chat decode(byte[] body, RequestHeaders headers) {
        ResponsesReader.refuseStored(body);
        return decode(body, ResponseHistory.NONE, headers);
    }

    @Override
    public Incoming.Chat decode(byte[] body, ResponseHistory history, RequestHeaders headers) {
        return ResponsesReader.read(body, history);
    }

    @Override
    public List<Json.Obj> input(Incoming.Chat incoming) {
        return source(incoming).input();
    }

    @Override
    public StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head) {
        return streamEncoder(incoming, head, ResponseKeeper.NONE);
    }

    @Override
    public ResponseStreamEncoder streamEncoder(
            Incoming.Chat incoming, ReplyHead head, ResponseKeeper keeper) {
        JoinedPieces out = new JoinedPieces();
        ResponseEvents events = new ResponseEvents(out);
        return new ResponsesStreamEncoder(
                assembly(incoming, head, keeper, events),
                events,
                out,
                source(incoming).input(),
                keeper,
                clock);
    }

    @Override
    public byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events) {
        return whole(incoming, head, events, ResponseKeeper.NONE).toBytes();
    }

    @Override
    public Json.Obj whole(
            Incoming.Chat incoming,
            ReplyHead head,
            List<ReplyEvent> events,
            ResponseKeeper keeper) {
        ResponseAssembly assembly = assembly(incoming, head, keeper, ResponseSink.NONE);
        events.forEach(assembly::add);
        Json.Obj response = assembly.finished(clock.instant());
        keeper.keep(response, source(incoming).input());
        return response;
    }

    @Override
    public Json.Obj begun(Incoming.Chat incoming, ReplyHead head, ResponseKeeper keeper) {
        return ResponseObject.begun(
                source(incoming), incoming.request().model(), head, keeper.members());
    }

    @Override
    public Json.Obj failed(
            Incoming.Chat incoming, ReplyHead head, Failure failure, ResponseKeeper keeper) {
        return assembly(incoming, head, keeper, ResponseSink.NONE).failed(failure);
    }

    private ResponseAssembly assembly(
            Incoming.Chat incoming, ReplyHead head, ResponseKeeper keeper, ResponseSink sink) {
        return new ResponseAssembly(source(incoming), head, begun(incoming, head, keeper), sink);
    }

    private static ResponsesSource source(Incoming.Chat incoming) {
        return (ResponsesSource) incoming.request().source().orElseThrow();
    }
}
