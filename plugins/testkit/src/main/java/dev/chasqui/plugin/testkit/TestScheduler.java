package dev.chasqui.plugin.testkit;

import dev.chasqui.plugin.service.Scheduler;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A scheduler whose time passes only by {@link #advance}, which runs the work on the calling
 * thread. Exceptions of the work reach the test. Used by one thread.
 */
public final class TestScheduler implements Scheduler {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Duration LONGEST = Duration.ofDays(365);

    private final List<TestJob> jobs = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private final class TestJob implements Job {
        private final String name;
        private final Runnable work;
        private final @Nullable Duration pause;
        private Duration due;

        TestJob(String name, Runnable work, @Nullable Duration pause, Duration due) {
            this.name = name;
            this.work = work;
            this.pause = pause;
            this.due = due;
        }

        private Duration due() {
            return due;
        }

        private void run() {
            if (pause == null) {
                cancel();
            } else {
                due = due.plus(pause);
            }
            work.run();
        }

        @Override
        public void cancel() {
            jobs.remove(this);
        }
    }

    @Override
    public Job every(Duration pause, String name, Runnable work) {
        requirePause(pause, Duration.ofMillis(1));
        return add(new TestJob(name, work, pause, now.plus(pause)));
    }

    @Override
    public Job after(Duration pause, String name, Runnable work) {
        requirePause(pause, Duration.ZERO);
        return add(new TestJob(name, work, null, now.plus(pause)));
    }

    private Job add(TestJob job) {
        if (!NAME.matcher(job.name).matches()) {
            throw new IllegalArgumentException(
                    "name: (expected: letters, digits, '-' or '_', at most 64)");
        }
        if (jobs.size() >= MOST_JOBS) {
            throw new IllegalStateException(
                    "there are " + MOST_JOBS + " jobs already; cancel one of them first");
        }
        jobs.add(job);
        return job;
    }

    private static void requirePause(Duration pause, Duration least) {
        if (pause.compareTo(least) < 0 || pause.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "pause: " + pause + " (expected: " + least + " to " + LONGEST + ")");
        }
    }

    /** Lets time pass and runs the work that is due meanwhile, in the order of its times. */
    public void advance(Duration time) {
        Duration end = now.plus(time);
        while (true) {
            TestJob next = jobs.stream().min(Comparator.comparing(TestJob::due)).orElse(null);
            if (next == null || next.due.compareTo(end) > 0) {
                break;
            }
            now = next.due;
            next.run();
        }
        now = end;
    }

    /** Returns the names of the jobs that have not ended. */
    public List<String> jobs() {
        return jobs.stream().map(job -> job.name).toList();
    }
}
