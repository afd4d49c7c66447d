package dev.chasqui.benchmarks.studies;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chasqui.benchmarks.gateways.Chasqui;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.load.RawRequest;
import dev.chasqui.benchmarks.mock.MockAnswers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The gateways that a run measures.
 *
 * @param direct the mock without a gateway before it
 * @param chasqui the server of Chasqui
 * @param peers the other gateways, the yardstick first
 * @param governed the server of Chasqui that counts each request; empty if its row is not measured
 */
public record MeasuredGateways(
        Gateway direct, Gateway chasqui, List<Gateway> peers, Optional<Gateway> governed) {
    private static final String EMBEDDINGS = "/v1/embeddings";

    /** The gateways that are some hundred times slower than the others. */
    private static final Set<String> SLOW = Set.of("litellm", "portkey");

    /** The gateways that pass answers unchanged, so that every byte is compared. */
    private static final Set<String> VERBATIM =
            Set.of("direct", Study.YARDSTICK, "haproxy", Chasqui.NAME, Chasqui.GOVERNED);

    /** Copies the list. */
    public MeasuredGateways {
        peers = List.copyOf(peers);
    }

    /** Returns all gateways. */
    List<Contestant> gateways(Prompt prompt) {
        List<Contestant> all = new ArrayList<>();
        peers.forEach(peer -> all.add(contestant(peer, prompt)));
        all.add(1, contestant(chasqui, prompt));
        return all;
    }

    /** Returns the mock itself, then all gateways. */
    List<Contestant> gatewaysAndDirect(Prompt prompt) {
        List<Contestant> all = gateways(prompt);
        all.addFirst(contestant(direct, prompt));
        return all;
    }

    /** Returns the contestants that are fast enough for a high load. */
    static List<Contestant> fast(List<Contestant> all) {
        return all.stream().filter(one -> one.pace() != Contestant.Pace.SLOW).toList();
    }

    /** Returns the yardstick. */
    Contestant yardstick(Prompt prompt) {
        return contestant(peers.getFirst(), prompt);
    }

    /** Returns the yardstick, Chasqui, and Chasqui as it counts each request. */
    List<Contestant> beside(Gateway counting, Prompt prompt) {
        return List.of(
                yardstick(prompt),
                contestant(chasqui, prompt).with(Contestant.Pace.WARMS_UP_LONG),
                contestant(Chasqui.GOVERNED, counting, prompt, expected(counting))
                        .with(Contestant.Pace.WARMS_UP_LONG));
    }

    /** Returns a path through Chasqui in OpenAI's dialect. */
    Contestant path(String name, Prompt prompt, RawRequest.Expected expected) {
        return contestant(name, chasqui, prompt, expected);
    }

    /** Returns a path through Chasqui. */
    Contestant path(
            String name, String path, String model, Prompt prompt, RawRequest.Expected expected) {
        Gateway other =
                new Gateway(
                        name, chasqui.port(), path, model, chasqui.headers(), chasqui.process());
        return contestant(name, other, prompt, expected);
    }

    /**
     * Returns the way of a request for one embedding through a gateway.
     *
     * @param model the gateway's name of the mock's model
     */
    Contestant embedding(String name, Gateway gateway, String model, RawRequest.Expected expected) {
        String body = "{\"model\":\"%s\",\"input\":\"%s\"}".formatted(model, Prompt.whole().text());
        return new Contestant(
                name,
                RawRequest.post(gateway.port(), EMBEDDINGS, gateway.headers(), body, expected),
                gateway.process(),
                name.equals(Study.YARDSTICK) ? Contestant.Pace.STEADY : Contestant.Pace.WARMS_UP);
    }

    /** Returns the condition on a gateway's whole answers. */
    public static RawRequest.Expected expected(Gateway gateway) {
        return VERBATIM.contains(gateway.name())
                ? new RawRequest.Same(MockAnswers.openAi().getBytes(US_ASCII))
                : new RawRequest.Holds(MockAnswers.text());
    }

    private static Contestant contestant(Gateway gateway, Prompt prompt) {
        Contestant one = contestant(gateway.name(), gateway, prompt, expected(gateway));
        if (gateway.name().equals(Chasqui.NAME)) {
            return one;
        }
        return one.with(
                SLOW.contains(gateway.name()) ? Contestant.Pace.SLOW : Contestant.Pace.STEADY);
    }

    private static Contestant contestant(
            String name, Gateway gateway, Prompt prompt, RawRequest.Expected expected) {
        Optional<RunningProcess> process = gateway.process();
        return new Contestant(
                name, gateway.ask(prompt, expected), process, Contestant.Pace.WARMS_UP);
    }
}
