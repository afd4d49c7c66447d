package dev.chasqui.plugins.recipes;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.Plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a file now and then, and gives its text to the model. */
public final class BackgroundRecipe implements Plugin, Agent {

    /** The section of the config. */
    public record Section(
            @Key(help = "The file.") Path file,
            @Key(help = "The time between two readings.", fallback = "1m") Duration every) {}

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile String notice = "";

    @Override
    public String name() {
        return "notice";
    }

    @Override
    public void start(Host host, Contributions contributions) {
        Section section = host.config(Section.class);
        contributions.agent(AgentType.of("notice", "Tells the model the notice of the day", this));
        notice = read(section.file());
        Thread.ofVirtual().name("notice").start(() -> work(section));
    }

    private void work(Section section) {
        try {
            while (!stopped.await(section.every().toMillis(), TimeUnit.MILLISECONDS)) {
                notice = read(section.file());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return notice;
        }
    }

    /** Ends the thread: one that outlives its plug-in keeps the classes of its jar in memory. */
    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public ChatRequest before(ChatRequest request, Exchange exchange) {
        return request.withInstruction("The notice of the day: " + notice);
    }
}
