#include "lab/rhythm/trainer.hpp"

#include <fmt/format.h>
#include <xgboost/c_api.h>

#include <array>
#include <cmath>
#include <map>
#include <regex>
#include <sstream>

#include "signal/network/boosted_trees.hpp"

namespace davy::lab {
namespace {

void check(int status) {
  if (status != 0) throw std::runtime_error(XGBGetLastError());
}

// Of the samples that the model is asked about: benign, mining.
std::array<double, 2> weights_by_class(const Samples& samples) {
  std::array<double, 2> sums{};
  for (const Sample& s : samples.samples)
    sums[samples.flows[s.flow].mining] += s.has_work ? samples.flows[s.flow].weight : 0;
  return sums;
}

class Matrix {
 public:
  Matrix(const Samples& samples, std::size_t features) {
    std::vector<float> values, labels, weights;
    const std::array<double, 2> sums = weights_by_class(samples);
    for (const Sample& s : samples.samples) {
      if (!s.has_work) continue;
      const SampledFlow& flow = samples.flows[s.flow];
      values.insert(values.end(), s.features.begin(), s.features.end());
      labels.push_back(flow.mining ? 1 : 0);
      weights.push_back(static_cast<float>(flow.weight / sums[flow.mining] *
                                           static_cast<double>(samples.samples.size()) / 2));
    }
    check(XGDMatrixCreateFromMat(values.data(), labels.size(), features, std::nanf(""), &handle_));
    check(XGDMatrixSetFloatInfo(handle_, "label", labels.data(), labels.size()));
    check(XGDMatrixSetFloatInfo(handle_, "weight", weights.data(), weights.size()));
  }
  ~Matrix() { XGDMatrixFree(handle_); }
  Matrix(const Matrix&) = delete;
  Matrix& operator=(const Matrix&) = delete;
  DMatrixHandle handle() const { return handle_; }

 private:
  DMatrixHandle handle_ = nullptr;
};

class Booster {
 public:
  Booster(const Matrix& matrix, const TrainingOptions& o) {
    const std::array<DMatrixHandle, 1> matrices{matrix.handle()};
    check(XGBoosterCreate(matrices.data(), 1, &handle_));
    const auto set = [&](const char* name, const std::string& value) {
      check(XGBoosterSetParam(handle_, name, value.c_str()));
    };
    set("objective", "binary:logistic");
    set("base_score", "0.5");
    set("tree_method", "hist");
    set("max_depth", std::to_string(o.depth));
    set("eta", std::to_string(o.learning_rate));
    set("min_child_weight", "8");
    set("subsample", "0.7");
    set("colsample_bytree", "0.5");
    set("lambda", "2");
    set("seed", std::to_string(o.seed));
    set("nthread", "2");
    set("verbosity", "1");
    for (int i = 0; i < o.trees; ++i) check(XGBoosterUpdateOneIter(handle_, i, matrix.handle()));
  }
  ~Booster() { XGBoosterFree(handle_); }
  Booster(const Booster&) = delete;
  Booster& operator=(const Booster&) = delete;

  std::vector<std::string> dump() const {
    bst_ulong count = 0;
    const char** trees = nullptr;
    check(XGBoosterDumpModelEx(handle_, "", 0, "text", &count, &trees));
    return {trees, trees + count};
  }

 private:
  BoosterHandle handle_ = nullptr;
};

// `0:[f29<2.5] yes=1,no=2,missing=1` and `1:leaf=0.4`, numbers with holes, children behind their parents.
std::string tree_lines(const std::string& dump) {
  static const std::regex form(R"(\s*(\d+):(?:leaf=(\S+)|\[f(\d+)<(\S+)\] yes=(\d+),no=(\d+).*))");
  struct Node {
    std::string leaf, feature, threshold;
    int yes, no;
  };
  std::map<int, Node> nodes;
  std::istringstream in(dump);
  for (std::string line; std::getline(in, line);) {
    std::smatch m;
    if (!std::regex_match(line, m, form)) continue;
    nodes[std::stoi(m[1])] = {m[2], m[3], m[4], m[5].matched ? std::stoi(m[5]) : 0,
                              m[6].matched ? std::stoi(m[6]) : 0};
  }
  std::map<int, std::size_t> place;
  for (const auto& [number, node] : nodes) place.emplace(number, place.size());
  std::string lines = "tree\n";
  for (const auto& [number, node] : nodes) {
    lines += node.leaf.empty() ? fmt::format("split {} {} {} {}\n", node.feature, node.threshold,
                                             place[node.yes], place[node.no])
                               : fmt::format("leaf {}\n", node.leaf);
  }
  return lines;
}

// Platt's two numbers by Newton's method: log odds = bias + scale × sum of leaves, both classes weighing the same.
std::pair<double, double> calibrate(const signal::BoostedTrees& model, const Samples& samples) {
  const std::array<double, 2> sums = weights_by_class(samples);
  std::vector<std::tuple<double, double, double>> rows;  // margin, label, weight
  for (const Sample& s : samples.samples) {
    if (!s.has_work) continue;
    const SampledFlow& flow = samples.flows[s.flow];
    rows.emplace_back(model.strength_nats(s.features), flow.mining ? 1. : 0.,
                      flow.weight / sums[flow.mining]);
  }
  double bias = 0, scale = 1;
  for (int step = 0; step < 50; ++step) {
    double gb = 0, gs = 0, hbb = 1e-9, hbs = 0, hss = 1e-9;
    for (const auto& [x, y, w] : rows) {
      const double p = 1 / (1 + std::exp(-(bias + scale * x)));
      gb += w * (y - p), gs += w * (y - p) * x;
      hbb += w * p * (1 - p), hbs += w * p * (1 - p) * x, hss += w * p * (1 - p) * x * x;
    }
    const double det = hbb * hss - hbs * hbs;
    bias += (hss * gb - hbs * gs) / det;
    scale += (hbb * gs - hbs * gb) / det;
  }
  return {bias, scale};
}

}  // namespace

Result<std::string> train(const Samples& training, const Samples& calibration, std::size_t features,
                          const TrainingOptions& options) {
  try {
    const Matrix matrix(training, features);
    const Booster booster(matrix, options);
    std::string trees;
    for (const std::string& dump : booster.dump()) trees += tree_lines(dump);
    const auto raw = signal::BoostedTrees::read(trees, features);
    if (!raw) return std::unexpected(raw.error());
    const auto [bias, scale] = calibrate(*raw, calibration);
    return fmt::format("bias {:.6f}\nscale {:.6f}\n{}", bias, scale, trees);
  } catch (const std::runtime_error& error) {
    return input_error(error.what());
  }
}

}  // namespace davy::lab
