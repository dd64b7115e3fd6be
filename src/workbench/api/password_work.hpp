// How many passwords are checked at a time: each takes 19 MiB and some 30 ms of a processor, and a connection to the store.
//
// Shape:   those who come from this machine have a place of their own: a flood from outside does not keep its administrator out.
// Threads: any.
#pragma once

#include <semaphore>

namespace davy::api {

class PasswordWork {
 public:
  // While it lives, a place is taken; without one, later.
  class Place {
   public:
    explicit Place(std::counting_semaphore<2>* places) : places_(places) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() {
      if (places_ != nullptr) places_->release();
    }
    explicit operator bool() const { return places_ != nullptr; }

   private:
    std::counting_semaphore<2>* places_;
  };

  Place take(bool from_this_machine) {
    std::counting_semaphore<2>& places = from_this_machine ? near_ : far_;
    return Place(places.try_acquire() ? &places : nullptr);
  }

 private:
  std::counting_semaphore<2> far_{2};
  std::counting_semaphore<2> near_{1};
};

}  // namespace davy::api
