package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The tokens that backends used for the chats of one exchange: those of every branch and of every
 * call of an agent, also if the reply broke off. A backend's own count is taken where there is one;
 * otherwise the text is counted. Safe for use by several threads.
 */
final class SpentTokens {
    private final List<Part> parts = new ArrayList<>();
    private final Map<Answering, Usage> others = new LinkedHashMap<>();

    /**
     * Returns a reply whose tokens are counted as they come.
     *
     * @param by the model that answers
     * @param promptBytes returns the size of the request; called if the backend does not count
     */
    ChatReply metered(ChatReply reply, Candidate by, LongSupplier promptBytes) {
        Meter meter = new Meter(promptBytes);
        add(new Part(Answering.of(by), meter::usage, meter::usage));
        return reply.map(meter::event);
    }

    /**
     * Returns a reply that several exchanges get, as {@link #metered} does.
     *
     * @param paid returns the tokens that this exchange pays for
     */
    ChatReply shared(
            ChatReply reply, Candidate by, LongSupplier promptBytes, Supplier<Usage> paid) {
        Meter meter = new Meter(promptBytes);
        add(new Part(Answering.of(by), meter::usage, paid));
        return reply.map(meter::event);
    }

    /** Adds a whole answer that several exchanges get, of which this one pays for some tokens. */
    void shared(Candidate by, Usage used, Usage paid) {
        add(new Part(Answering.of(by), () -> used, () -> paid));
    }

    private synchronized void add(Part part) {
        parts.add(part);
    }

    /** Adds the tokens of a question to a model. */
    synchronized void add(Candidate by, Usage usage) {
        others.merge(Answering.of(by), usage, Usage::plus);
    }

    /** Returns the tokens until now. */
    Usage total() {
        Collection<Usage> used = sums(Part::used).values();
        return used.size() == 1
                ? used.iterator().next()
                : used.stream().reduce(Usage.of(0, 0), Usage::plus);
    }

    /** Returns the tokens of each model that are paid for, in the order in which they answered. */
    List<ModelUsage> byModel() {
        return sums(Part::paid).entrySet().stream()
                .map(one -> one.getKey().used(one.getValue()))
                .toList();
    }

    private synchronized Map<Answering, Usage> sums(Function<Part, Supplier<Usage>> of) {
        Map<Answering, Usage> sums = new LinkedHashMap<>(others);
        parts.forEach(part -> sums.merge(part.by, of.apply(part).get(), Usage::plus));
        return sums;
    }

    /**
     * The count of one answer.
     *
     * @param used returns its tokens
     * @param paid returns those of them that the exchange pays for
     */
    private record Part(Answering by, Supplier<Usage> used, Supplier<Usage> paid) {}

    /** A model of a backend, which has one price. */
    private record Answering(String backend, String model) {
        static Answering of(Candidate candidate) {
            return new Answering(candidate.backend().name(), candidate.model().id());
        }

        ModelUsage used(Usage usage) {
            return new ModelUsage(backend, model, usage);
        }
    }

    /** The count of one reply. Its events come from one thread at a time. */
    private static final class Meter {
        private final LongSupplier promptBytes;
        private final AtomicLong written = new AtomicLong();
        private volatile @Nullable Usage reported;

        /** The estimate of the prompt, which may decode it; -1 until it is asked for. */
        private volatile long prompt = -1;

        Meter(LongSupplier promptBytes) {
            this.promptBytes = promptBytes;
        }

        ReplyEvent event(ReplyEvent event) {
            switch (event) {
                case ReplyEvent.Text text -> count(text.text());
                case ReplyEvent.Reasoning reasoning -> count(reasoning.text());
                case ReplyEvent.ToolCallDelta call -> count(call.arguments());
                case ReplyEvent.UsageReport report -> reported = report.usage();
                default -> {}
            }
            return event;
        }

        /** Counts characters, most of which are one byte. */
        private void count(String text) {
            written.lazySet(written.getPlain() + text.length());
        }

        Usage usage() {
            Usage known = reported;
            return known != null ? known : estimate();
        }

        private Usage estimate() {
            return new Usage(
                    prompt(),
                    TokenEstimate.tokens(written.get()),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Timings.UNKNOWN,
                    true);
        }

        private long prompt() {
            if (prompt < 0) {
                prompt = estimatedPrompt();
            }
            return prompt;
        }

        private long estimatedPrompt() {
            try {
                return TokenEstimate.tokens(promptBytes.getAsLong());
            } catch (FailureException e) {
                // The backend has read what cannot be decoded here.
                return 0;
            }
        }
    }
}
