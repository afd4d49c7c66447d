package dev.chasqui.bootstrap.clients;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A streamed reply as LangChain4j passes it on, piece by piece. */
final class StreamedReply implements StreamingChatResponseHandler {
    private static final int PATIENCE_SECONDS = 20;

    private final Queue<String> text = new ConcurrentLinkedQueue<>();
    private final Queue<String> thinking = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

    static StreamedReply to(ChatRequest request, StreamingChatModel model) {
        StreamedReply reply = new StreamedReply();
        model.chat(request, reply);
        return reply;
    }

    /** Returns the text so far. */
    String text() {
        return String.join("", text);
    }

    /** Returns the reasoning so far. */
    String thinking() {
        return String.join("", thinking);
    }

    /**
     * Returns the reply once it has ended.
     *
     * @throws ExecutionException with the handler's exception as its cause, if the reply failed
     */
    ChatResponse whole() throws ExecutionException, InterruptedException, TimeoutException {
        return whole.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onPartialResponse(String piece) {
        text.add(piece);
    }

    @Override
    public void onPartialThinking(PartialThinking piece) {
        thinking.add(piece.text());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        whole.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        whole.completeExceptionally(error);
    }
}
