/**
 * The services that the server lends a plug-in: a small store, secrets, HTTP, the server's own
 * models, a scheduler and metrics. {@link dev.chasqui.plugin.Host} and {@link
 * dev.chasqui.plugin.Contributions} hand them out.
 *
 * <pre>{@code
 * public void start(Host host, Contributions contributions) {
 *     Counter found = contributions.counter("found", "Pages that were found.");
 *     Secret key = host.secret("search").orElseThrow();
 *     host.scheduler().every(Duration.ofHours(1), "refresh", () -> {
 *         HttpReply reply = host.http().send(
 *                 HttpRequest.get("https://api.example.com/pages")
 *                         .with("Authorization", "Bearer " + key.value()),
 *                 new Cancellation());
 *         host.store().put("pages", reply.body());
 *         found.add(1);
 *     });
 * }
 * }</pre>
 *
 * <p>All services belong to one instance of a plug-in. They end after its {@link
 * dev.chasqui.plugin.Plugin#stop}: later uses throw {@link java.lang.IllegalStateException}, and
 * calls that are running are cancelled. All are safe for use by several threads.
 */
@NullMarked
package dev.chasqui.plugin.service;

import org.jspecify.annotations.NullMarked;
