/**
 * The configuration: {@code config.json}, the environment and the command line, read into records.
 *
 * <p>{@link dev.chasqui.adapters.config.ConfigReader} is the door, {@link
 * dev.chasqui.adapters.config.Config} what comes out of it. All of a key stands on a component of
 * one of the records: its name and its type, and in an annotation ({@link
 * dev.chasqui.domain.binding.Key}) what it means, its default, its bounds and its rule:
 *
 * <pre>
 * record DataConfig(
 *         &#64;Key(help = "Where …", fallback = "data", rule = FilePath.class, restart = true) Path dir) {}
 * </pre>
 *
 * <p>The way of a value: the file is parsed to {@link dev.chasqui.adapters.config.Node}s, which
 * know where they stand; {@link dev.chasqui.adapters.config.Overrides} puts over them what the
 * environment and the command line say; the binder of the domain makes the records; each record
 * says in {@code check} what is wrong across keys. Reading goes on after a mistake, so that all are
 * told at once, each with its place and the nearest key that there is.
 *
 * <p>The JSON Schema at the root of the project and the table in {@code docs/config.md} are made
 * from the same annotations; a test of {@code bootstrap} compares them.
 */
@NullMarked
package dev.chasqui.adapters.config;

import org.jspecify.annotations.NullMarked;
