package dev.ringmark.ci.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VersionComponent;

import dev.ringmark.ci.container.ContainerException.Blame;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A container engine, through Testcontainers. It is asked for nothing privileged, and for nothing
/// that a registry has.
public final class Engine {
    private static final long BYTES_PER_MIB = 1 << 20;
    private static final long END_SECONDS_MAX = 20;
    private static final long BUILD_SECONDS_MAX = 300;
    private static final String TAG = ":run";
    private static final String PODMAN = "Podman Engine";

    /// Said to podman, whose own service asks for a million, which only CAP_SYS_RESOURCE may.
    private static final long FILES_MAX = 16_384;

    private static final long PROCESSES_MAX = 16_384;
    private static final Duration TICK = Duration.ofMillis(200);

    private final DockerClient client;

    /// Podman takes a filter by the name of a file on its machine, where Docker takes its text.
    private final boolean isPodman;

    private Engine(DockerClient client) {
        this.client = client;
        List<VersionComponent> components = client.versionCmd().exec().getComponents();
        isPodman =
                components != null
                        && components.stream().anyMatch(one -> PODMAN.equals(one.getName()));
    }

    /// How a container ended.
    ///
    /// @param status its exit status; 137 after SIGKILL, 159 after SIGSYS
    /// @param outOfMemory whether its memory cgroup was the reason
    /// @param complaints what it wrote to standard error, from the end
    public record Ended(int status, boolean outOfMemory, String complaints) {}

    /// The engine that the environment names.
    public static Engine open() {
        try {
            return new Engine(DockerClientFactory.instance().client());
        } catch (IllegalStateException e) {
            throw new ContainerException(
                    Blame.ENGINE,
                    "no container engine answers at "
                            + System.getenv().getOrDefault("DOCKER_HOST", "the usual sockets"),
                    e);
        }
    }

    /// Makes an image of a tar with a Dockerfile in it, and asks no registry for anything.
    public void buildImage(Path tar, String name) {
        try (InputStream in = Files.newInputStream(tar)) {
            client.buildImageCmd(in)
                    .withTags(Set.of(name + TAG))
                    .withPull(false)
                    .withNoCache(true)
                    .withRemove(true)
                    .withForcerm(true)
                    .exec(new BuildImageResultCallback())
                    .awaitImageId(BUILD_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (IOException | RuntimeException e) {
            throw broken("cannot build the image " + name, e);
        }
    }

    /// Removes the image; none of that name is as well.
    public void removeImage(String name) {
        try {
            client.removeImageCmd(name + TAG).withForce(true).exec();
        } catch (NotFoundException _) {
            return;
        } catch (RuntimeException e) {
            throw broken("cannot remove the image " + name, e);
        }
    }

    /// Runs a container to its end and removes it.
    ///
    /// @param silenceMax how long it may say nothing
    /// @throws ContainerException when the image is missing, the engine fails, or the container
    ///     goes silent; the container is gone then, unless the engine is
    public Ended run(
            String image,
            Policy.Box box,
            List<String> command,
            ContainerOutput output,
            Duration silenceMax)
            throws InterruptedException {
        try (Profile profile = Profile.of(box.seccomp(), isPodman);
                GenericContainer<?> container =
                        new GenericContainer<>(DockerImageName.parse(image + TAG))) {
            container
                    .withImagePullPolicy(_ -> false)
                    .withNetworkMode("none")
                    .withCommand(command.toArray(String[]::new))
                    .withStartupCheckStrategy(new BegunOrEnded())
                    .waitingFor(new Nothing())
                    .withStartupAttempts(1)
                    .withCreateContainerCmdModifier(create -> confine(create, box, profile));
            container.start();
            return follow(container.getContainerId(), output, silenceMax);
        } catch (ContainerLaunchException e) {
            throw broken("cannot start a container of " + image, root(e));
        } catch (IOException e) {
            throw broken("cannot write a filter for the engine", e);
        } catch (DockerException e) {
            throw broken("the engine failed", e);
        }
    }

    private Ended follow(String id, ContainerOutput output, Duration silenceMax)
            throws InterruptedException {
        try (Frames frames = new Frames(output)) {
            client.logContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .withTailAll()
                    .exec(frames);
            while (!frames.ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (output.silence().compareTo(silenceMax) > 0) {
                    client.killContainerCmd(id).exec();
                    throw new ContainerException(
                            Blame.ENGINE,
                            "the container said nothing for " + silenceMax.toSeconds() + " s");
                }
            }
        } catch (IOException | DockerException e) {
            throw broken("the engine failed while the container ran", e);
        }
        return ended(id, output);
    }

    private Ended ended(String id, ContainerOutput output) {
        try {
            client.waitContainerCmd(id)
                    .exec(new WaitContainerResultCallback())
                    .awaitStatusCode(END_SECONDS_MAX, TimeUnit.SECONDS);
            InspectContainerResponse.ContainerState state =
                    client.inspectContainerCmd(id).exec().getState();
            Long status = state.getExitCodeLong();
            return new Ended(
                    status == null ? -1 : status.intValue(),
                    Boolean.TRUE.equals(state.getOOMKilled()),
                    output.complaints());
        } catch (RuntimeException e) {
            throw broken("the engine failed while the container ran", e);
        }
    }

    private void confine(
            CreateContainerCmd create, Policy.Box box, Profile profile) {
        HostConfig host = Objects.requireNonNull(create.getHostConfig(), "no HostConfig");
        List<String> security = new ArrayList<>();
        security.add("seccomp=" + profile.given());
        if (box.noNewPrivileges()) {
            security.add("no-new-privileges:true");
        }
        host.withSecurityOpts(security)
                .withCapAdd(capabilities(box.capAdd()))
                .withCapDrop(capabilities(box.capDrop()));
        List<Ulimit> limits = new ArrayList<>();
        if (isPodman) {
            limits.add(new Ulimit("nofile", FILES_MAX, FILES_MAX));
            limits.add(new Ulimit("nproc", PROCESSES_MAX, PROCESSES_MAX));
        }
        if (box.memlockBytes() != null) {
            long bytes = box.memlockBytes();
            limits.add(new Ulimit("memlock", bytes, bytes));
        }
        host.withUlimits(limits);
        if (box.memoryMib() != null) {
            long bytes = box.memoryMib() * BYTES_PER_MIB;
            host.withMemory(bytes).withMemorySwap(bytes);
        }
        if (box.pids() != null) {
            host.withPidsLimit(box.pids());
        }
        if (box.readOnlyRoot()) {
            host.withReadonlyRootfs(true).withTmpFs(Map.of("/tmp", "rw,mode=1777"));
        }
        if (box.user() != null) {
            create.withUser(box.user());
        }
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream().map(Capability::valueOf).toArray(Capability[]::new);
    }

    private static ContainerException broken(String what, Throwable e) {
        String why = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
        return new ContainerException(Blame.ENGINE, what + ": " + why, e);
    }

    private static Throwable root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /// A filter as the engine takes it.
    ///
    /// @param given the text, or the file's name
    /// @param file null where there is none
    private record Profile(String given, @Nullable Path file) implements AutoCloseable {
        static Profile of(List<Policy.Filter> filters, boolean asFile) throws IOException {
            String text = SeccompProfile.of(filters);
            if (!asFile || filters.isEmpty()) {
                return new Profile(text, null);
            }
            Path file = Files.createTempFile("ringmark-seccomp-", ".json");
            Files.writeString(file, text);
            return new Profile(file.toString(), file);
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                Files.delete(file);
            }
        }
    }

    /// What a container writes, as it comes. (The adapter's own wait closes it after the first
    /// timeout.)
    private static final class Frames extends ResultCallback.Adapter<Frame> {
        private final ContainerOutput output;
        private final CountDownLatch ended = new CountDownLatch(1);

        Frames(ContainerOutput output) {
            this.output = output;
        }

        @Override
        public void onNext(Frame frame) {
            output.take(frame.getStreamType() == StreamType.STDERR, frame.getPayload());
        }

        @Override
        public void onComplete() {
            super.onComplete();
            ended.countDown();
        }

        @Override
        public void onError(Throwable thrown) {
            super.onError(thrown);
            ended.countDown(); // what became of the container is asked next
        }
    }

    /// A container that has ended already did begin.
    private static final class BegunOrEnded extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String id) {
            InspectContainerResponse.ContainerState state = getCurrentState(client, id);
            boolean begun =
                    Boolean.TRUE.equals(state.getRunning()) || "exited".equals(state.getStatus());
            return begun ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
        }
    }

    /// Its output tells how far it is.
    private static final class Nothing extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            // nothing to wait for
        }
    }
}
