/**
 * Fakes for the tests of plug-ins. Most tests need {@link dev.chasqui.plugin.testkit.TestPipeline}
 * and {@link dev.chasqui.plugin.testkit.ScriptedModel} alone: a message with commands goes in, its
 * reply comes out. Beneath them are a host with the fakes of all services, contributions that
 * record additions, a chain whose model is a function, and a reader of replies.
 */
@NullMarked
package dev.chasqui.plugin.testkit;

import org.jspecify.annotations.NullMarked;
