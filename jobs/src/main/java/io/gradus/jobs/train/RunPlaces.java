package io.gradus.jobs.train;

import io.gradus.files.Place;
import io.gradus.files.table.Table;
import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.store.Schemes;
import io.gradus.jobs.store.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a run reads and where it writes: that the places can be what they are named as, and that
 * nothing is written into what is read.
 */
final class RunPlaces {
  private static final String STORE = "store.path";
  private static final String MODEL = "model.path";

  private final Configuration hadoop;
  private final TrainConfig config;

  RunPlaces(Configuration hadoop, TrainConfig config) {
    this.hadoop = hadoop;
    this.config = config;
  }

  /**
   * Checks all places.
   *
   * @throws ConfigException naming the setting that cannot work
   */
  void check() {
    Place store = place(STORE, config.store().path());
    requireFolder(store);
    config.model().cache().ifPresent(path -> requireFolder(place("model.cache", path)));
    List<Place> problems = problems();
    Optional<Place> model = config.model().path().map(path -> place(MODEL, path));
    boolean makesModel =
        config.model().pretrain().isPresent() && !model.map(this::has).orElse(false);
    for (Place read : problems) {
      requireOutside(store, read);
    }
    if (model.isEmpty()) {
      return;
    }
    Place directory = model.get();
    if (makesModel) {
      requireNew(directory);
      for (Place read : problems) {
        if (directory.touches(read)) {
          throw wrong(directory, "a folder apart from %s, which is read".formatted(show(read)));
        }
      }
      if (store.isSameAs(directory) || store.isWithin(directory)) {
        throw wrong(directory, "a folder that does not hold " + show(store));
      }
    } else {
      requireOutside(store, directory);
    }
  }

  private List<Place> problems() {
    List<Place> places = new ArrayList<>();
    problems("problems.train", config.problems().train()).ifPresent(places::add);
    for (Benchmark set : config.evaluate().heldOut(config.problems().test())) {
      boolean test = set.problems().equals(config.problems().test());
      problems(test ? "problems.test" : "the benchmark " + set.name(), set.problems())
          .ifPresent(places::add);
    }
    return places;
  }

  private Optional<Place> problems(String block, ProblemSource source) {
    if (source.kind() == ProblemSource.Kind.SYNTHETIC) {
      return Optional.empty();
    }
    Place place =
        new Place(block.startsWith("problems") ? block + ".path" : block, source.location());
    Schemes.require(hadoop, place);
    return Optional.of(place);
  }

  private Place place(String key, String location) {
    if (location.isBlank()) {
      throw config.origins().wrong(key, "a path");
    }
    Place place = new Place(key, location);
    Optional<String> obstacle = Schemes.obstacle(hadoop, place);
    if (obstacle.isPresent()) {
      throw wrong(place, obstacle.get());
    }
    return place;
  }

  private void requireFolder(Place place) {
    Optional<String> obstacle = place.obstacleToFolder();
    if (obstacle.isPresent()) {
      throw wrong(place, obstacle.get());
    }
  }

  /** A store in what is read would change it, and so would a table of the store where it is. */
  private void requireOutside(Place store, Place read) {
    if (store.isSameAs(read) || store.isWithin(read)) {
      throw wrong(store, "a folder outside of %s, which is read".formatted(show(read)));
    }
    for (String name : ownFolders()) {
      Place own = store.child(name);
      if (own.isSameAs(read) || read.isWithin(own)) {
        throw wrong(
            store,
            "another folder: the store's own %s would be where %s is, which is read"
                .formatted(name, show(read)));
      }
    }
  }

  private List<String> ownFolders() {
    List<String> names = new ArrayList<>(Tables.ALL.stream().map(Table::name).toList());
    names.add("checkpoints/" + config.run().id());
    return names;
  }

  private boolean has(Place model) {
    return model.local().map(path -> Files.exists(path.resolve("config.json"))).orElse(true);
  }

  /** A model appears as a whole folder, so there must be none, or an empty one. */
  private void requireNew(Place model) {
    requireFolder(model);
    Optional<Path> local = model.local().filter(Files::exists);
    if (local.isPresent() && !isEmpty(local.get())) {
      throw wrong(
          model,
          "a Hugging Face model directory, or a new folder for the model to be made; this one has"
              + " no config.json but other files");
    }
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed", e);
    }
  }

  private ConfigException wrong(Place place, String expected) {
    return config.origins().wrong(place.key(), expected);
  }

  private static String show(Place place) {
    return place.key() + " = " + place.location();
  }
}
