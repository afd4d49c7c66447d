package dev.chasqui.cli;

import dev.chasqui.adapters.upstream.HttpBackend;
import dev.chasqui.cli.client.ServerClient;
import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation with a model, whose answers are printed as they arrive.
 *
 * <p>The model's reasoning and the progress of agents go to standard error if that is a terminal,
 * and are dropped otherwise: standard output holds only the answer. Not thread-safe.
 */
final class TerminalChat {
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final HttpBackend server;
    private final String model;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean thoughtsShown;
    private final List<Message> messages = new ArrayList<>();

    /**
     * @param thoughtsShown true if reasoning and progress are printed
     */
    TerminalChat(
            HttpBackend server,
            String model,
            PrintWriter out,
            PrintWriter err,
            boolean thoughtsShown) {
        this.server = server;
        this.model = model;
        this.out = out;
        this.err = err;
        this.thoughtsShown = thoughtsShown;
    }

    /**
     * Asks, prints the answer, and adds both to the conversation. A question without a complete
     * answer is not added.
     *
     * @throws CommandFailure if there is no answer, or no complete one
     */
    void ask(String prompt) {
        Message question = Message.of(Role.USER, prompt);
        List<Message> asked = new ArrayList<>(messages);
        asked.add(question);
        ChatRequest request = ChatRequest.of(model, true, Conversation.of(asked));
        try (ChatReply reply = server.chat(request, new Cancellation()).reply()) {
            String answer = print(reply);
            messages.add(question);
            messages.add(Message.of(Role.ASSISTANT, answer));
        } catch (FailureException e) {
            throw CommandFailure.failed(sentence(e.failure()));
        }
    }

    private String print(ChatReply reply) {
        StringBuilder answer = new StringBuilder();
        boolean thinking = false;
        boolean cut = false;
        try {
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                if (event instanceof ReplyEvent.Reasoning thought && thoughtsShown) {
                    err.print(thinking ? thought.text() : DIM + thought.text());
                    err.flush();
                    thinking = true;
                } else if (event instanceof ReplyEvent.Text more && !more.text().isEmpty()) {
                    thinking = endThinking(thinking);
                    answer.append(more.text());
                    print(more.text());
                } else if (event instanceof ReplyEvent.Finish end) {
                    cut = end.reason().equals(FinishReason.LENGTH);
                }
            }
            if (cut) {
                thinking = endThinking(thinking);
                err.println("chasqui: the answer ends here because it reached its limit.");
            }
        } finally {
            endThinking(thinking);
            if (!answer.isEmpty() && answer.charAt(answer.length() - 1) != '\n') {
                print("\n");
            }
        }
        return answer.toString();
    }

    /**
     * Flushes each piece so that it can be read at once; ends the command if the output is closed.
     */
    private void print(String text) {
        out.print(text);
        if (out.checkError()) {
            throw CommandFailure.failed("the output was closed before the answer ended.");
        }
    }

    private boolean endThinking(boolean thinking) {
        if (thinking) {
            err.println(PLAIN);
            err.flush();
        }
        return false;
    }

    private String sentence(Failure failure) {
        return switch (failure) {
            case Failure.BackendUnreachable unreachable ->
                    ServerClient.unreachableAt(server.name());
            case Failure.BackendFailed failed -> failed.said().orElseGet(failed::message);
            case Failure.BackendBroke broke -> broke.said().orElseGet(broke::message);
            default -> failure.message();
        };
    }
}
